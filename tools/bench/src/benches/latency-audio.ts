/** The jdat lane of the latency benches: samples are encoded and sent, received and decoded, in the call that each end is given. */
import { createJdat, pcmCoding } from '@jamnet/jdat';
import { createRandom } from '@jamnet/testkit';
import { createToast, FormatType, FRAME_OVERHEAD_BYTES, StreamType } from '@jamnet/toast';
import type { Clock } from '@jamnet/wire';
import { openPort } from '../open-port.js';
import type { AudioLane, LatencyPlan } from './latency-lanes.js';

const SAMPLE_RATE = 48_000;
const FULL_SCALE = 2 ** 23;

/** Samples of 24 bits that are as long in writing as they get; the first says the round. */
function roundSamples({ frames }: AudioLane): Int32Array {
  const random = createRandom(5);
  return Int32Array.from({ length: frames }, () => Math.floor((random() - 0.5) * 2 * FULL_SCALE));
}

const topicOf = (plan: LatencyPlan): string => `audio://${plan.topic.replace(/^\w+:\/\//, '')}`;

/** Bytes of a frame of the jdat lane. */
export function audioFrameBytes(lane: AudioLane): number {
  const formatType = lane.form === 'binary' ? FormatType.GPU_BINARY : FormatType.COMPACT_JSONL;
  const format = { sampleRate: SAMPLE_RATE, channels: 1 };
  let bytes = 0;
  const chunk = {
    ...format,
    position: 2 ** 24,
    timestampUs: 1e10,
    frames: lane.frames,
    samples: roundSamples(lane),
  };
  pcmCoding.createEncoder(format, formatType).encode(chunk, (_part, _payload, length) => {
    bytes += length + FRAME_OVERHEAD_BYTES;
  });
  return bytes;
}

export async function openAudioSender(plan: LatencyPlan, clock: Clock) {
  const lane = plan.audio as AudioLane;
  const toast = await createToast({
    name: 'audio sender',
    interfaces: ['lo'],
    discovery: 'direct',
  });
  const session = await toast.openSession({ topic: topicOf(plan) });
  const send = { sampleRate: SAMPLE_RATE, form: lane.form, chunkFrames: lane.frames };
  const jdat = createJdat({ session, receive: false, send });
  const samples = roundSamples(lane);
  while (session.peers().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  return {
    send(round: number): void {
      samples[0] = round;
      jdat.send(samples, lane.frames, clock.nowNs());
    },
    async close(): Promise<void> {
      jdat.close();
      await toast.close();
    },
  };
}

/** On a port that waits as asked. */
export async function openAudioToast(name: string, receive: AudioLane['receive'] = 'loop') {
  const port = receive === 'busy' ? { port: await openPort('native-busy') } : {};
  return createToast({ name, interfaces: ['lo'], discovery: 'direct', ...port });
}

export async function openAudioReceiver(
  plan: LatencyPlan,
  clock: Clock,
  note: (round: number, ns: number) => void,
): Promise<() => Promise<void>> {
  const toast = await openAudioToast('audio receiver', plan.audio?.receive);
  const session = await toast.openSession({ topic: topicOf(plan) });
  const decoder = pcmCoding.createDecoder();
  let decoded = -1;
  const take = ({ samples }: { samples: Int32Array }): void => {
    decoded = samples[0];
  };
  session.subscribe({ streamType: StreamType.AUDIO }, (frame) => {
    const { bytes, payloadOffset, payloadLength, formatType, timestampNs } = frame;
    decoded = -1;
    decoder.accept(bytes, payloadOffset, payloadLength, formatType, take);
    if (decoded >= 0) note(decoded, clock.nowNs() - timestampNs);
  });
  return () => toast.close();
}
