/** Whether a session plays, and since when (spec/sync/v1/link.md, "Timeline"). */
export interface StartStop {
  playing: boolean;
  /** The beat of the change in millionths, whole. */
  beat: number;
  /** The session time of the change in microseconds, whole. The later change wins. */
  timeUs: number;
}

export function createStartStop(): StartStop {
  return { playing: false, beat: 0, timeUs: 0 };
}

export function copyStartStop(from: Readonly<StartStop>, to: StartStop): void {
  to.playing = from.playing;
  to.beat = from.beat;
  to.timeUs = from.timeUs;
}

export function isLaterStartStop(a: Readonly<StartStop>, b: Readonly<StartStop>): boolean {
  return a.timeUs > b.timeUs;
}
