/** A reader begins by little knowledge, often while programs are still starting, and a stall makes a delay grow. Later it goes closer if that is worth it. */
const LOOK_EVERY_NS = 2e9;
const CLOSER_NS = 0.5e6;
/** Soon after it has moved or grown it moves for more only. */
const SOON_NS = 10e9;
const CLOSER_SOON_NS = 2e6;
/** Where it had to give back more than half so soon after it went closer, it waits longer the next time: some stalls come more rarely than is remembered. */
const REGRET_NS = 30e9;
const LEAST_PATIENCE_NS = 40e9;
const MOST_PATIENCE_NS = 600e9;
/** What a late message asks for is granted at gaps until then: later it would be another need. */
const OWED_NS = 1e9;

/** When an adaptive delay changes at once: at gaps, where the stream waits for it, and closer by a faded move, more and more rarely where that was wrong. */
export interface DelayMoves {
  /** A delay has just been chosen. */
  begun(atNs: number): void;
  /** It is to be `delayNs`, so many frames more, at the next gap. */
  grow(frames: number, delayNs: number, atNs: number): void;
  /** Frames that the stream is to wait at a gap now. */
  owed(atNs: number): number;
  /** It has waited so many. */
  waited(frames: number): void;
  /** Whether it is time to look how much closer the reader could go; true once every two seconds. */
  isDue(atNs: number): boolean;
  /** Whether to go closer from a delay by so much, nanoseconds; where true, it does. */
  goesCloser(fromNs: number, byNs: number, atNs: number): boolean;
}

export function createDelayMoves(): DelayMoves {
  return new CautiousMoves();
}

class CautiousMoves implements DelayMoves {
  #owed = 0;
  #owedUntilNs = -Infinity;
  #lookNs = Infinity;
  /** When the delay has last been chosen or grown. */
  #changedNs = -Infinity;
  /** When the reader has last gone closer by itself, up to which delay that was right, and how long it now leaves the delay as it is. */
  #closerNs = -Infinity;
  #rightNs = Infinity;
  #patienceNs = 0;

  begun(atNs: number): void {
    this.#owed = 0;
    this.#lookNs = atNs + LOOK_EVERY_NS;
    this.#changedNs = atNs;
  }

  grow(frames: number, delayNs: number, atNs: number): void {
    this.#owed = frames;
    this.#owedUntilNs = atNs + OWED_NS;
    this.#changedNs = atNs;
    if (!(atNs - this.#closerNs < REGRET_NS && delayNs > this.#rightNs)) return;
    this.#patienceNs = Math.min(
      MOST_PATIENCE_NS,
      Math.max(LEAST_PATIENCE_NS, 4 * this.#patienceNs),
    );
    this.#closerNs = -Infinity;
  }

  owed(atNs: number): number {
    return atNs < this.#owedUntilNs ? this.#owed : 0;
  }

  waited(frames: number): void {
    this.#owed = Math.max(0, this.#owed - frames);
  }

  isDue(atNs: number): boolean {
    if (atNs < this.#lookNs) return false;
    this.#lookNs = atNs + LOOK_EVERY_NS;
    return true;
  }

  goesCloser(fromNs: number, byNs: number, atNs: number): boolean {
    const sinceNs = atNs - this.#changedNs;
    if (sinceNs < this.#patienceNs) return false;
    if (!(byNs > (sinceNs < SOON_NS ? CLOSER_SOON_NS : CLOSER_NS))) return false;
    // One that nothing has undone: things go well again.
    if (Number.isFinite(this.#closerNs) && atNs - this.#closerNs >= REGRET_NS) this.#patienceNs = 0;
    this.#closerNs = atNs;
    this.#rightNs = fromNs - byNs / 2;
    return true;
  }
}
