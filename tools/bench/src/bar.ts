/** What a bar came to. */
export interface BarResult {
  /** The measured figure beside the bar, in a line. */
  readonly figure: string;
  readonly holds: boolean;
  /** For the JSON file: everything that was counted. */
  readonly details: unknown;
}

/** A statistical promise, checked on virtual time over so many seeds that it holds or fails by itself, not by luck. */
export interface Bar {
  readonly name: string;
  /** The promise in a line. */
  readonly bar: string;
  run(report: (progress: string) => void): Promise<BarResult>;
}
