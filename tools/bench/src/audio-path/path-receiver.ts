/** The receiving process of an audio path: what comes is fed to the ring that a device plays from. What it played is looked at. */
import { type AudioFeed, createJdat, type RemoteAudio } from '@jamnet/jdat';
import { createNullAudio } from '@jamnet/gpu-native';
import { StreamType } from '@jamnet/toast';
import { type AudioPort, createAudioRingRecord, createSystemClock } from '@jamnet/wire';
import { openAudioToast } from '../benches/latency-audio.js';
import { createProcessLooks } from './process-looks.js';
import { latenessOf } from './lateness-of.js';
import { COUNTS, countOf, type PathPlan, type PathSays } from './path-plan.js';

const plan = JSON.parse(process.argv[2]) as PathPlan;
const say = (message: PathSays): void => void process.send?.(message);
const clock = createSystemClock();
const { sampleRate, periodFrames, channels, startNs, phaseNs, delayMs } = plan;
const periodNs = (periodFrames * 1e9) / sampleRate;
const toast = await openAudioToast('path receiver', plan.receive);
const session = await toast.openSession({ topic: plan.topic });
const delay = delayMs === null ? {} : { playoutDelayMs: delayMs };
const jdat = createJdat({ session, receive: { concealment: plan.concealment, ...delay } });
const looks = createProcessLooks(say);
// From the end of a chunk, when its last frame was sampled, to its message at this process's handler.
const underWayNs = new Float64Array(Math.ceil((plan.seconds * 1e9) / periodNs));
let arrivals = 0;
let counting = false;
let feed: AudioFeed | undefined;
session.subscribe({ streamType: StreamType.AUDIO }, ({ timestampNs }) => {
  if (!counting || arrivals === underWayNs.length) return;
  underWayNs[arrivals++] = clock.nowNs() - timestampNs - periodNs;
});
jdat.onStream(play);
say({ kind: 'ready' });

function play(stream: RemoteAudio): void {
  // The two devices' periods have the phase that is asked for.
  const first = Math.ceil((clock.nowNs() + 20e6 - startNs - phaseNs) / periodNs);
  const audio = createNullAudio({
    sampleRate,
    periodFrames,
    outputChannels: channels,
    inputChannels: channels,
    source: 'playback',
    startNs: Math.round(startNs + phaseNs + first * periodNs),
  });
  // The device has begun, and the stream has been heard for a while, when the first frame is to be placed.
  setTimeout(() => (feed = stream.feed(audio.output!)), plan.listenSeconds * 1000);
  const periods = Math.floor((plan.seconds * 1e9) / periodNs);
  watch(stream, audio, {
    from: Math.floor(((plan.listenSeconds + plan.settleSeconds) * 1e9) / periodNs),
    playedNs: new Float64Array(periods),
    counted: new Float64Array(periods),
  });
}

interface Watched {
  /** Periods before those that count. */
  readonly from: number;
  readonly playedNs: Float64Array;
  readonly counted: Float64Array;
}

/** Notes what each period played, as what it recorded of itself tells. */
function watch(stream: RemoteAudio, audio: AudioPort, watched: Watched): void {
  const { from, playedNs, counted } = watched;
  const input = audio.input!;
  const samples = new Float32Array(periodFrames * channels);
  const record = createAudioRingRecord();
  let period = 0;
  let before = countersOf(stream, audio);
  audio.onPeriod(() => {
    feed?.wake();
    while (input.writePosition - input.readPosition >= periodFrames) {
      const known = input.recordAt(input.readPosition, record);
      const there = input.read(samples, periodFrames);
      const index = period++ - from;
      if (index === 0) {
        before = countersOf(stream, audio);
        looks.cpuShare();
        counting = true;
        say({ kind: 'begun' });
      }
      if (index < 0 || index >= playedNs.length) continue;
      playedNs[index] = record.cpuNs;
      counted[index] = known && there === periodFrames ? countedBy(samples) : -1;
      if (index === playedNs.length - 1) finish(stream, audio, watched, before);
    }
  });
}

/** The number that the first sample tells when the others go on counting, −1 otherwise. */
function countedBy(samples: Float32Array): number {
  const first = countOf(samples[0]);
  for (let i = 1; i < samples.length; i++) {
    if (countOf(samples[i]) !== (first + i) % COUNTS) return -1;
  }
  return first;
}

function countersOf(stream: RemoteAudio, audio: AudioPort) {
  const { predictedFrames, missedFrames, tornReads, underruns } = audio.output!.stats();
  const missing = underruns;
  return {
    predictedFrames,
    missedFrames,
    tornReads,
    missing,
    underruns: stream.counters.underruns,
  };
}

function finish(
  stream: RemoteAudio,
  audio: AudioPort,
  { playedNs, counted }: Watched,
  before: ReturnType<typeof countersOf>,
): void {
  const after = countersOf(stream, audio);
  say({
    kind: 'end',
    playedNs,
    counted,
    underWayNs: underWayNs.slice(0, arrivals),
    underruns: after.underruns - before.underruns,
    missing: after.missing - before.missing,
    predictedFrames: after.predictedFrames - before.predictedFrames,
    missedFrames: after.missedFrames - before.missedFrames,
    tornReads: after.tornReads - before.tornReads,
    delayMs: stream.live.delayMs,
    jitterMs: stream.live.jitterMs,
    cpuShare: looks.cpuShare(),
    device: latenessOf(audio),
  });
}

process.on('message', () => {
  looks.stop();
  jdat.close();
  void toast.close().then(() => setTimeout(() => process.exit(0), 200));
});
