/** What is known of a stream that is being heard, for a picture of it. */
export interface AudioView {
  readonly topic: string;
  /** Name of who plays; null while nobody does. */
  readonly from: string | null;
  readonly sampleRate: number;
  readonly channels: number;
  /** Frames a second on the way. */
  readonly sentRate: number;
  /** Of what was written or played so far. */
  readonly elapsedMs: number;
  /** Where it is written; null where it is only played. */
  readonly out: string | null;
  readonly method: string;
  readonly ended: boolean;
  /** Peaks of late, dB of full scale, one a channel. */
  readonly levels: readonly number[];
  readonly buffer: {
    /** In stretches of a tenth of a second, newest last, milliseconds; null where nothing was heard. */
    readonly ticks: ReadonlyArray<number | null>;
    readonly nowMs: number;
    readonly targetMs: number;
    readonly delayMs: number;
    readonly jitterMs: number;
    readonly driftPpm: number;
  };
  /** Of each such stretch, 0 to 1: share of the datagrams' copies that got lost of late, */
  readonly lossTicks: ReadonlyArray<number | null>;
  /** of frames that were made up, and of those that a later copy or JELLIE brought back. */
  readonly concealedTicks: ReadonlyArray<number | null>;
  readonly repairedTicks: ReadonlyArray<number | null>;
  /** Of the last prediction, 0 to 1. */
  readonly confidence: number;
  readonly totals: AudioTotals;
  /** Share of the peer's datagram copies that do not arrive, 0 to 1. */
  readonly copiesLost: number;
}

/** Frames since the start. */
export interface AudioTotals {
  /** Played bit by bit as they were sent. */
  readonly exact: number;
  /** Every second one known, the ones between computed from them. */
  readonly halfRate: number;
  readonly concealed: number;
  readonly faded: number;
  /** Came after they had been played. */
  readonly late: number;
  /** Came by a later copy, or by JELLIE: lost at first. */
  readonly byCopy: number;
  readonly byCoding: number;
  /** Predicted, and never came. */
  readonly lost: number;
}
