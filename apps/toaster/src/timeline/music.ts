import {
  bpmAt,
  formatPosition,
  positionAt,
  type Run,
  signatureAt,
  type Transport,
} from '@jamnet/sync';

/** Where the music is at one time of the timeline, as `--json` says it. */
export interface Music {
  readonly run: Run;
  /** Whether beats go by at that time. */
  readonly running: boolean;
  /** Bar, beat and tick, such as `5.3.480`. */
  readonly position: string;
  readonly bar: number;
  readonly beatInBar: number;
  /** Quarter notes from the song's start. */
  readonly beat: number;
  readonly songMs: number;
  readonly bpm: number;
  readonly signature: readonly [numerator: number, denominator: number];
  readonly loop: { readonly startBeat: number; readonly endBeat: number } | null;
}

/** @param atNs time on the timeline */
export function musicAt(transport: Pick<Transport, 'score'>, atNs: number): Music {
  const score = transport.score(atNs);
  const position = positionAt(score, atNs);
  const { running, bar, beatInBar, beat, songNs } = position;
  const { numerator, denominator } = signatureAt(score.signatures, beat);
  return {
    run: score.run,
    running,
    position: formatPosition(position),
    bar,
    beatInBar,
    beat,
    songMs: songNs / 1e6,
    bpm: bpmAt(score, atNs),
    signature: [numerator, denominator],
    loop: score.loop,
  };
}
