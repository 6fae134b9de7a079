/** The sending process of the MIDI Clock bench: a session of its own that plays, and its clock. */
import { joinSession, sendMidiClock } from '@jamnet/jam';
import { createSystemClock, createSystemTimers, writeU64 } from '@jamnet/wire';
import { cpuSeconds } from '../cpu-seconds.js';
import { openPort } from '../open-port.js';
import {
  DUE_OFFSET,
  MESSAGE_OFFSET,
  MIDI_CLOCK_GROUP,
  type MidiClockPlan,
  type MidiClockSenderSays,
} from './midi-clock-plan.js';

const plan = JSON.parse(process.argv[2]) as MidiClockPlan;
const { topic, seconds, bpm } = plan;
const say = (message: MidiClockSenderSays): void => void process.send?.(message);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const clock = createSystemClock();
const jam = await joinSession({
  topic,
  layers: ['midi', 'sync'],
  discovery: 'direct',
  clock,
  timers: createSystemTimers(clock),
  port: await openPort(plan.way === 'events' ? plan.port : 'dgram'),
});
const output = plan.way === 'events' ? sendMidiClock(jam, { midi: jam.midi }) : await sendBytes();

await pause(1500);
jam.sync.transport.tempo(bpm);
jam.sync.transport.play({ beat: 0 });
const startCpu = cpuSeconds();
await pause(seconds * 1000);
const cpu = cpuSeconds() - startCpu;
jam.sync.transport.stop();
await pause(400);
await jam.drain();
const { clocks, overdue } = output.stats();
say({ kind: 'sent', clocks, overdue, cpuSeconds: cpu });
await jam.close();
process.exit(0);

async function sendBytes(): Promise<ReturnType<typeof sendMidiClock>> {
  const port = await openPort(plan.port);
  const datagram = new Uint8Array(MESSAGE_OFFSET + 16);
  return sendMidiClock(jam, {
    onBytes: (ownNs, bytes) => {
      const dueNs = Math.round(ownNs);
      writeU64(datagram, DUE_OFFSET, dueNs);
      datagram.set(bytes, MESSAGE_OFFSET);
      port.send(datagram, 0, MESSAGE_OFFSET + bytes.length, MIDI_CLOCK_GROUP, dueNs);
    },
  });
}
