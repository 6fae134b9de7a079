import type { RemoteAudio } from '@jamnet/jdat';
import { createTickSeries } from '../demo/tick-series.js';
import type { AudioTotals, AudioView } from './audio-view.js';
import type { StreamRecorder } from './stream-recorder.js';

/** Keeps what a picture of a stream shows of the last while. */
export interface StreamWatch {
  /** Looks at the stream; to be called every 100 ms. */
  tick(): void;
  view(): AudioView;
}

export interface StreamWatchOptions {
  readonly topic: string;
  readonly out: string | null;
  readonly method: string;
  readonly recorder: StreamRecorder;
}

const NO_TOTALS: AudioTotals = {
  exact: 0,
  halfRate: 0,
  concealed: 0,
  faded: 0,
  late: 0,
  byCopy: 0,
  byCoding: 0,
  lost: 0,
};

/** The view of a room in which nobody plays yet. */
export function emptyAudioView(topic: string, out: string | null, method: string): AudioView {
  return {
    topic,
    from: null,
    sampleRate: 0,
    channels: 0,
    sentRate: 0,
    elapsedMs: 0,
    out,
    method,
    ended: false,
    levels: [],
    buffer: { ticks: [], nowMs: 0, targetMs: 0, delayMs: 0, jitterMs: 0, driftPpm: 0 },
    lossTicks: [],
    concealedTicks: [],
    repairedTicks: [],
    confidence: 1,
    totals: NO_TOTALS,
    copiesLost: 0,
  };
}

export function createStreamWatch(options: StreamWatchOptions): StreamWatch {
  const { topic, out, method, recorder } = options;
  const { stream } = recorder;
  const buffer = createTickSeries('largest', null);
  const loss = createTickSeries('largest', null);
  const concealed = createTickSeries('largest', null);
  const repaired = createTickSeries('largest', null);
  let before = NO_TOTALS;
  let framesBefore = 0;
  let levels: number[] = [];

  return {
    tick() {
      const now = totalsOf(stream);
      const frames = recorder.frames - framesBefore;
      if (frames > 0) {
        const share = (count: number) => Math.max(0, Math.min(1, count / frames));
        buffer.add(stream.live.bufferMs);
        loss.add(stream.peer.lossRate);
        concealed.add(share(now.concealed - before.concealed));
        repaired.add(share(now.byCopy + now.byCoding - before.byCopy - before.byCoding));
      }
      for (const series of [buffer, loss, concealed, repaired]) series.tick();
      levels = recorder.takeLevels();
      before = now;
      framesBefore = recorder.frames;
    },
    view() {
      const { format, live, peer } = stream;
      const { bufferMs, targetMs, delayMs, jitterMs, driftPpm, confidence } = live;
      return {
        topic,
        from: nameOf(stream),
        sampleRate: format.sampleRate,
        channels: format.channels,
        sentRate: stream.sentRate,
        elapsedMs: (recorder.frames / format.sampleRate) * 1_000,
        out,
        method,
        ended: stream.ended !== null,
        levels,
        buffer: { ticks: buffer.values, nowMs: bufferMs, targetMs, delayMs, jitterMs, driftPpm },
        lossTicks: loss.values,
        concealedTicks: concealed.values,
        repairedTicks: repaired.values,
        confidence,
        totals: totalsOf(stream),
        copiesLost: peer.lossRate,
      };
    },
  };
}

export function nameOf({ peer }: RemoteAudio): string {
  return peer.name || peer.senderId.toString(16).padStart(8, '0');
}

export function totalsOf(stream: RemoteAudio): AudioTotals {
  const { exact, halfRate, concealed, faded, late, byCopy, byCoding, lost } = stream.stats();
  return { exact, halfRate, concealed, faded, late, byCopy, byCoding, lost };
}
