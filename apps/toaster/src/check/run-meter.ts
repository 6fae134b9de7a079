import { serialDistance } from '@jamnet/wire';

const WINDOW = 4_096;

/** Exact loss of a stream of which every sequence is sent once: how many did not come, and how many of them in a row. */
export interface RunMeter {
  /** A frame came. Does not allocate. */
  note(sequence: number): void;
  /** Sequences that have been judged, and those of them that did not come. */
  readonly expected: number;
  readonly lost: number;
  /** Runs that have ended, and the longest. */
  readonly runs: number;
  readonly longest: number;
  /** Runs by length: 1, 2, 3-4, 5-8, 9-16, 17 and more sequences. */
  readonly lengths: readonly number[];
}

/** @param patience how many later sequences one that is missing is waited for: datagrams overtake each other */
export function createRunMeter(patience: number): RunMeter {
  return new Meter(patience);
}

class Meter implements RunMeter {
  expected = 0;
  lost = 0;
  runs = 0;
  longest = 0;
  readonly lengths = [0, 0, 0, 0, 0, 0];
  readonly #came = new Uint8Array(WINDOW);
  #next = -1;
  #newest = -1;
  #run = 0;

  constructor(readonly patience: number) {}

  note(sequence: number): void {
    if (this.#next < 0) {
      this.#next = sequence;
      this.#newest = sequence;
    }
    if (serialDistance(sequence, this.#next) < 0) return;
    const ahead = serialDistance(sequence, this.#newest);
    // Further than anything is remembered: the other side stood still, or has begun anew.
    if (ahead >= WINDOW - this.patience) return this.#restart(sequence);
    if (ahead > 0) this.#newest = sequence;
    this.#came[sequence % WINDOW] = 1;
    while (serialDistance(this.#newest, this.#next) > this.patience) this.#judge();
  }

  #restart(sequence: number): void {
    this.#came.fill(0);
    this.#run = 0;
    this.#next = sequence;
    this.#newest = sequence;
    this.#came[sequence % WINDOW] = 1;
  }

  #judge(): void {
    const at = this.#next % WINDOW;
    this.expected += 1;
    if (this.#came[at] === 0) {
      this.lost += 1;
      this.#run += 1;
    } else if (this.#run > 0) {
      this.runs += 1;
      this.longest = Math.max(this.longest, this.#run);
      const place = Math.min(5, Math.ceil(Math.log2(this.#run)));
      this.lengths[place] = this.lengths[place] + 1;
      this.#run = 0;
    }
    this.#came[at] = 0;
    this.#next = (this.#next + 1) >>> 0;
  }
}
