import type { AudioTotals, AudioView } from './audio-view.js';

/** What `toaster record --json` says of the stream now and then; the demo reads it. */
export interface AudioFields extends AudioTotals {
  readonly from: string | null;
  readonly sampleRate: number;
  readonly channels: number;
  readonly sentRate: number;
  readonly elapsedMs: number;
  /** dB of full scale, one a channel; null for silence. */
  readonly levels: readonly (number | null)[];
  readonly bufferMs: number;
  readonly targetMs: number;
  readonly delayMs: number;
  readonly jitterMs: number;
  readonly driftPpm: number;
  /** Of the last prediction, 0 to 1. */
  readonly confidence: number;
  /** Share of the peer's datagram copies that do not arrive, 0 to 1. */
  readonly copiesLost: number;
}

export function audioFields(view: AudioView): AudioFields {
  const { from, sampleRate, channels, sentRate, elapsedMs, buffer, confidence, copiesLost } = view;
  const { nowMs, targetMs, delayMs, jitterMs, driftPpm } = buffer;
  return {
    from,
    sampleRate,
    channels,
    sentRate,
    elapsedMs,
    // JSON has no infinity.
    levels: view.levels.map((level) => (Number.isFinite(level) ? level : null)),
    bufferMs: nowMs,
    targetMs,
    delayMs,
    jitterMs,
    driftPpm,
    confidence,
    copiesLost,
    ...view.totals,
  };
}
