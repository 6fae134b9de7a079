/** The receiving process of the pacing bench: notes when the kernel got each copy. */
import {
  DESCRIPTOR_ARRIVAL,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_OFFSET,
  readU32,
  readU64,
} from '@jamnet/wire';
import { openPort } from '../open-port.js';
import {
  BURST_OFFSET,
  COPY_OFFSET,
  COPY_OFFSETS_NS,
  PACING_GROUP,
  type PacingPlan,
  type PacingReceiverSays,
  PLANNED_OFFSET,
} from './pacing-plan.js';

const plan = JSON.parse(process.argv[2]) as PacingPlan;
const copies = COPY_OFFSETS_NS.length;
const arrivalsNs = new Float64Array(plan.bursts * copies).fill(NaN);
const errorsNs = new Float64Array(plan.bursts * copies).fill(NaN);
const say = (message: PacingReceiverSays): void => void process.send?.(message);

// Whatever sends: the native port sees the kernel's time of arrival.
const port = await openPort('native');
port.onBatch((view, descriptors, count) => {
  const records = new Uint8Array(descriptors.buffer, descriptors.byteOffset);
  for (let at = 0; at < count * DESCRIPTOR_BYTES; at += DESCRIPTOR_BYTES) {
    const offset = descriptors.getUint32(at + DESCRIPTOR_OFFSET, true);
    const arrivalNs = readU64(records, at + DESCRIPTOR_ARRIVAL);
    const index = readU32(view, offset + BURST_OFFSET) * copies + view[offset + COPY_OFFSET];
    arrivalsNs[index] = arrivalNs;
    errorsNs[index] = arrivalNs - readU64(view, offset + PLANNED_OFFSET);
  }
});
await port.join(PACING_GROUP);
process.on('message', () => {
  const windowsNs = Float64Array.from(
    { length: plan.bursts },
    (_, burst) => arrivalsNs[burst * copies + copies - 1] - arrivalsNs[burst * copies],
  );
  say({ kind: 'received', errorsNs, windowsNs });
  setTimeout(() => process.exit(0), 200);
});
say({ kind: 'ready', kernelTimestamps: port.capabilities.kernelTimestamps });
