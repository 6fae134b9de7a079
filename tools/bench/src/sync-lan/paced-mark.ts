import { createNativePort } from '@jamnet/gpu-native';
import {
  type Clock,
  DESCRIPTOR_ARRIVAL,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_OFFSET,
  readU32,
  readU64,
  type Timers,
  writeU32,
} from '@jamnet/wire';

/** Does something at a time with the native pacer (a datagram to a socket of the same host), and knows when it was done: the kernel says so. */
export interface PacedMark {
  readonly kernelTimestamps: boolean;
  readonly refused: number;
  /** Sends mark number `index` at `atNs` of the clock. */
  send(index: number, atNs: number): void;
  /** When the kernel had it; NaN while it has not. */
  arrivalNs(index: number): number;
  close(): Promise<void>;
}

export interface PacedMarkOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly spinUs: number;
}

const MARK_BYTES = 16;

export async function createPacedMark(options: PacedMarkOptions): Promise<PacedMark> {
  const { clock, timers, spinUs } = options;
  const shared = { clock, timers, interfaces: ['lo'] };
  const out = await createNativePort({ ...shared, spinUs });
  const sink = await createNativePort(shared);
  // Of the loopback interface: nobody's loss is in the way.
  const [destination] = sink.endpoints();
  const arrivals = new Map<number, number>();
  const bytes = new Uint8Array(MARK_BYTES);
  let refused = 0;
  sink.onBatch((view, descriptors, count) => {
    const records = new Uint8Array(descriptors.buffer, descriptors.byteOffset);
    for (let at = 0; at < count * DESCRIPTOR_BYTES; at += DESCRIPTOR_BYTES) {
      const offset = descriptors.getUint32(at + DESCRIPTOR_OFFSET, true);
      arrivals.set(readU32(view, offset), readU64(records, at + DESCRIPTOR_ARRIVAL));
    }
  });
  return {
    kernelTimestamps: sink.capabilities.kernelTimestamps,
    get refused() {
      return refused;
    },
    send(index, atNs) {
      writeU32(bytes, 0, index);
      if (!out.send(bytes, 0, MARK_BYTES, destination, Math.round(atNs))) refused++;
    },
    arrivalNs: (index) => arrivals.get(index) ?? NaN,
    async close() {
      await out.close();
      await sink.close();
    },
  };
}
