/**
 * What is played, and when: everything that the position at any time follows from. Times are nanoseconds on the session's
 * timeline, beats are quarter notes from the start of the song.
 */
export interface Score {
  readonly run: Run;
  /**
   * A time, the beat at it, and song time at it: how far a recording that began with the song would be. Before it nothing moves, and while
   * nothing runs neither: the beat is the anchor's.
   */
  readonly anchor: { readonly atNs: number; readonly beat: number; readonly songNs: number };
  /** Tempo from each time on, ascending; the first is in force at the anchor whatever its time. Quarter notes per minute. */
  readonly tempos: readonly { readonly atNs: number; readonly bpm: number }[];
  /** Time signature from each beat on, ascending; the first one holds from beat 0. A change begins a bar. */
  readonly signatures: readonly Signature[];
  /**
   * Beats that are gone through again and again; null where none are. From the end the beat goes back to the start, and song time with it; a loop
   * that ends at or before the anchor's beat is passed by.
   */
  readonly loop: { readonly startBeat: number; readonly endBeat: number } | null;
}

export interface Signature {
  readonly beat: number;
  readonly numerator: number;
  readonly denominator: number;
}

export type Run = 'stopped' | 'paused' | 'playing' | 'recording';
