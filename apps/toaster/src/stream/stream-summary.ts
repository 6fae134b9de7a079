import type { JamStats } from '../jam.js';
import { formatClock } from '../options/duration.js';
import { formatCount, formatMicroseconds } from '../report/number-format.js';
import type { Spread } from '../report/samples.js';
import type { StreamView } from './stream-view.js';

/** The last line of `toaster stream --json`. */
export interface StreamSummary {
  readonly frames: number;
  readonly durationMs: number;
  /** Frames that the network took none of. */
  readonly refused: number;
  /** Samples beyond the full scale. */
  readonly clipped: number;
  readonly messages: number;
  readonly datagramsSent: number;
  /** Of one copy, headers counted. */
  readonly plainBitsPerSecond: number;
  /** How often that was sent at the end. */
  readonly bitRateFactor: number;
  /** Frames a second on the way, at the end, and how often that was changed. */
  readonly sentRate: number;
  readonly rateChanges: number;
  /** How long after their time pieces were handed to the network. */
  readonly sentAfterDueUs: Spread | null;
}

export function streamSummary(
  { frames, sampleRate, sent }: StreamView,
  refused: number,
  sentAfterDueUs: Spread | null,
  { datagramsSent }: Pick<JamStats, 'datagramsSent'>,
): StreamSummary {
  return {
    frames,
    durationMs: (frames / sampleRate) * 1_000,
    refused: Math.max(refused, sent?.framesRefused ?? 0),
    clipped: sent?.clipped ?? 0,
    messages: sent?.messages ?? 0,
    datagramsSent,
    plainBitsPerSecond: Math.round(sent?.plainBitsPerSecond ?? 0),
    bitRateFactor: sent?.plan.bitRateFactor ?? 1,
    sentRate: sent?.sampleRate ?? sampleRate,
    rateChanges: sent?.rateChanges ?? 0,
    sentAfterDueUs,
  };
}

/** The summary as lines for people. */
export function streamText(summary: StreamSummary): string[] {
  const { frames, durationMs, refused, clipped, sentAfterDueUs } = summary;
  const lines = [
    `${formatClock(durationMs)} sent: ${formatCount(frames)} frames in ${formatCount(summary.messages)} messages, ${formatCount(summary.datagramsSent)} datagrams`,
  ];
  if (refused > 0)
    lines.push(`${formatCount(refused)} frames refused: more was sent than the network took`);
  if (clipped > 0) lines.push(`${formatCount(clipped)} samples beyond the full scale were clipped`);
  if (summary.rateChanges > 0)
    lines.push(
      `the rate was changed ${formatCount(summary.rateChanges)} times, to ${formatCount(summary.sentRate)} Hz at the end`,
    );
  if (sentAfterDueUs)
    lines.push(
      `sent after their time: ${formatMicroseconds(sentAfterDueUs.p50)} median, ${formatMicroseconds(sentAfterDueUs.p99)} p99, ${formatMicroseconds(sentAfterDueUs.max)} max`,
    );
  return lines;
}
