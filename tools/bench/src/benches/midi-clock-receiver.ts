/** The receiving process of the MIDI Clock bench: follows the clock twice, by arrival and by time stamp. */
import { joinSession } from '@jamnet/jam';
import { encodeMidiBytes } from '@jamnet/jmid';
import { createMidiClockFollower, type MidiClockFollower } from '@jamnet/sync';
import {
  createSystemClock,
  createSystemTimers,
  DESCRIPTOR_ARRIVAL,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_OFFSET,
  readU64,
} from '@jamnet/wire';
import { openPort } from '../open-port.js';
import {
  DUE_OFFSET,
  MESSAGE_OFFSET,
  MIDI_CLOCK_GROUP,
  type MidiClockPlan,
  type MidiClockReceiverSays,
  type Settled,
} from './midi-clock-plan.js';

const CLOCK = 0xf8;
const plan = JSON.parse(process.argv[2]) as MidiClockPlan;
const say = (message: MidiClockReceiverSays): void => void process.send?.(message);
const clock = createSystemClock();
const byArrival = createMidiClockFollower();
const byStamp = createMidiClockFollower();
const lateNs: number[] = [];
const kernelTimestamps = plan.way === 'events' ? await hearEvents() : await hearBytes();

process.on('message', () => {
  say({
    kind: 'received',
    lateNs: Float64Array.from(lateNs),
    byArrival: settled(byArrival),
    byStamp: settled(byStamp),
    lostClocks: byStamp.stats().lostClocks,
  });
  setTimeout(() => process.exit(0), 200);
});
say({ kind: 'ready', kernelTimestamps });

function take(bytes: Uint8Array, dueNs: number, arrivalNs: number): void {
  byArrival.push(bytes, arrivalNs);
  byStamp.push(bytes, dueNs);
  if (bytes[0] === CLOCK) lateNs.push(arrivalNs - dueNs);
}

function settled(follower: MidiClockFollower): Settled {
  return { jitter: follower.jitter(), bpm: follower.bpm };
}

async function hearEvents(): Promise<boolean> {
  const port = await openPort(plan.port);
  const timers = createSystemTimers(clock);
  const { topic } = plan;
  const jam = await joinSession({
    topic,
    layers: ['midi'],
    discovery: 'direct',
    port,
    clock,
    timers,
  });
  const bytes = new Uint8Array(16);
  jam.midi.onMessage((event) => {
    const arrivalNs = clock.nowNs();
    const end = encodeMidiBytes(event, bytes, 0);
    if (end > 0) take(bytes.subarray(0, end), Number(event.timestamp) * 1000, arrivalNs);
  });
  return false;
}

async function hearBytes(): Promise<boolean> {
  // Whatever sends: the native port sees the kernel's time of arrival.
  const port = await openPort('native');
  port.onBatch((view, descriptors, count) => {
    const records = new Uint8Array(descriptors.buffer, descriptors.byteOffset);
    for (let at = 0; at < count * DESCRIPTOR_BYTES; at += DESCRIPTOR_BYTES) {
      const offset = descriptors.getUint32(at + DESCRIPTOR_OFFSET, true);
      const end = offset + descriptors.getUint16(at + DESCRIPTOR_LENGTH, true);
      const arrivalNs = readU64(records, at + DESCRIPTOR_ARRIVAL);
      take(
        view.subarray(offset + MESSAGE_OFFSET, end),
        readU64(view, offset + DUE_OFFSET),
        arrivalNs,
      );
    }
  });
  await port.join(MIDI_CLOCK_GROUP);
  return port.capabilities.kernelTimestamps;
}
