/** What an impairment has done to the datagrams of one direction. */
export interface ImpairmentCounters {
  /** Datagrams that came to it. */
  readonly sent: number;
  /** Datagrams that it handed on, second copies included. */
  readonly delivered: number;
  readonly lost: number;
  /** Second copies that it made. */
  readonly duplicated: number;
  /** Datagrams that it handed on after one that had come later. */
  readonly reordered: number;
  /** Datagrams that it handed on, or will, with flipped bits. */
  readonly corrupted: number;
  /** Datagrams that a full queue dropped. */
  readonly queueDropped: number;
  /** Datagrams that the port behind it refused. */
  readonly refused: number;
  /**
   * Datagrams that it holds now. Until it is closed,
   * `sent + duplicated = delivered + lost + queueDropped + refused + held`.
   */
  readonly held: number;
  /** The longest that it has held one, in milliseconds. */
  readonly delayedMaxMs: number;
}

/** The same, to be counted in. */
export type CountedImpairment = { -readonly [Name in keyof ImpairmentCounters]: number };

export function newCounters(): CountedImpairment {
  return {
    sent: 0,
    delivered: 0,
    lost: 0,
    duplicated: 0,
    reordered: 0,
    corrupted: 0,
    queueDropped: 0,
    refused: 0,
    held: 0,
    delayedMaxMs: 0,
  };
}
