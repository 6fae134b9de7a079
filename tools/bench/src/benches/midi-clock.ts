import type { Bench } from '../bench.js';
import { quantiles } from '../report/quantiles.js';
import { startChild } from '../workers/child.js';
import type {
  Collect,
  MidiClockPlan,
  MidiClockReceiverSays,
  MidiClockSenderSays,
} from './midi-clock-plan.js';

const SECONDS = 20;
const BPM = 120;

const LANES = [
  { way: 'events', port: 'native', text: 'events in the MIDI layer, native port' },
  { way: 'events', port: 'dgram', text: 'events in the MIDI layer, node:dgram' },
  {
    way: 'bytes',
    port: 'native',
    text: 'raw bytes, native port, at most 100 µs of spinning a slot',
  },
  { way: 'bytes', port: 'native-sleepy', text: 'raw bytes, native port, no spinning' },
  { way: 'bytes', port: 'dgram', text: 'raw bytes, node:dgram and Node timers' },
] as const satisfies (Pick<MidiClockPlan, 'way' | 'port'> & { text: string })[];

type Lane = (typeof LANES)[number];
type Received = Extract<MidiClockReceiverSays, { kind: 'received' }>;

interface Run {
  readonly lane: Lane;
  readonly sent: MidiClockSenderSays;
  readonly received: Received;
  readonly kernelTimestamps: boolean;
}

export const midiClock: Bench = {
  name: 'midi-clock',
  about:
    'jitter of MIDI Clock between two processes: as events with time stamps, as bytes at their times',
  async run(say) {
    const runs: Run[] = [];
    for (const lane of LANES) {
      say(`${lane.text}, ${SECONDS} s`);
      runs.push(await measure(lane, runs.length));
    }
    const inUs = ({ received }: Run): Float64Array => received.lateNs.map((each) => each / 1000);
    return {
      title: 'MIDI Clock from process to process',
      sections: [
        {
          title: 'How late clocks come',
          table: {
            columns: ['sender', 'clocks', 'median µs late', 'p99 µs', 'most µs', 'lost', 'CPU %'],
            rows: runs.map((run) => {
              const late = quantiles(inUs(run));
              const lost = run.sent.clocks - late.count;
              const cpu = (100 * run.sent.cpuSeconds) / SECONDS;
              return [run.lane.text, late.count, late.p50, late.p99, late.max, lost, cpu];
            }),
          },
          notes: [
            `${BPM} beats a minute, 24 clocks each, for ${SECONDS} s over loopback multicast. Of events, late is the time at which the handler is called minus the time stamp; of raw bytes, the kernel's time of arrival, which on loopback is that of sending, minus the time due. CPU is that of the sending process, session included.`,
            `Kernel timestamps of raw bytes: ${runs.every(({ lane, kernelTimestamps }) => lane.way === 'events' || kernelTimestamps) ? 'yes' : 'NO, times of the receiving program'}.`,
          ],
        },
        {
          title: 'Jitter that a follower sees',
          table: {
            columns: [
              'sender',
              'by arrival, mean µs',
              'p99 µs',
              'by time stamp, mean µs',
              'p99 µs of it',
              'tempo off by arrival',
              'by time stamp',
            ],
            rows: runs.map(({ lane, received: { byArrival, byStamp } }) => [
              lane.text,
              byArrival.jitter.meanUs,
              byArrival.jitter.p99Us,
              byStamp.jitter.meanUs,
              byStamp.jitter.p99Us,
              Math.abs(byArrival.bpm - BPM),
              Math.abs(byStamp.bpm - BPM),
            ]),
          },
          notes: [
            'Deviation of the last 512 clocks from the line that the follower lays through them: once by when they came, once by the time that they bear, in microseconds in events and in nanoseconds beside raw bytes.',
          ],
        },
      ],
      data: runs.map(({ lane, sent, received, kernelTimestamps }) => ({
        ...lane,
        ...sent,
        kernelTimestamps,
        lateUs: quantiles(received.lateNs.map((each) => each / 1000)),
        byArrival: received.byArrival,
        byStamp: received.byStamp,
      })),
    };
  },
};

async function measure(lane: Lane, index: number): Promise<Run> {
  const { way, port } = lane;
  const topic = `midi://bench-midi-clock-${index}`;
  const plan: MidiClockPlan = { way, port, topic, seconds: SECONDS, bpm: BPM };
  const argument = [JSON.stringify(plan)];
  const receiver = startChild<Collect, MidiClockReceiverSays>(
    'benches/midi-clock-receiver.ts',
    argument,
  );
  const { kernelTimestamps } = await receiver.hear((message) => message.kind === 'ready');
  const sender = startChild<Collect, MidiClockSenderSays>('benches/midi-clock-sender.ts', argument);
  try {
    const sent = await sender.hear(
      (message): message is MidiClockSenderSays => message.kind === 'sent',
    );
    receiver.say({ kind: 'collect' });
    const received = await receiver.hear((message) => message.kind === 'received');
    return { lane, sent, received, kernelTimestamps };
  } finally {
    sender.stop();
    receiver.stop();
  }
}
