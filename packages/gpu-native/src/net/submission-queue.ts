import type { Clock } from '@jamnet/wire';
import type { EngineLayout, NetEngine } from './net-addon.js';

/**
 * Hands datagrams to the engine: written into the arena one by one, taken over by one call for all.
 *
 * The first one of a turn of the loop is sent at once, since with most turns it is the only one and the time until the turn ends
 * would be lost. Those after it wait until the present callback and its microtasks are done (or the queue is full), and go
 * out with as few system calls as it takes.
 */
export interface SubmissionQueue {
  /**
   * `address` holds the seven words that the engine wrote. False when the queue is full, counted. Allocates only where a part of
   * an array longer than `LONGEST_LOOP` is copied.
   */
  push(
    socket: number,
    address: Uint32Array,
    bytes: Uint8Array,
    offset: number,
    length: number,
    atNs: number,
  ): boolean;
  /** Hands over what waits. */
  flush(): void;
  /** Sends that were refused because too many waited. */
  readonly full: number;
}

export function createSubmissionQueue(
  engine: NetEngine,
  layout: EngineLayout,
  buffer: ArrayBuffer,
  clock: Clock,
): SubmissionQueue {
  return new ArenaQueue(engine, layout, buffer, clock);
}

const RECORD_BYTES = 64;
const ADDRESS_WORDS = 7;
/** Up to here a loop is about as fast as a view and `set`, and makes no garbage. */
const LONGEST_LOOP = 512;
/** The bytes of shorter arrays may lie within the JavaScript heap, and asking for their buffer would move them out. */
const SHORTEST_OUTSIDE_HEAP = 65;

const settled = Promise.resolve();

class ArenaQueue implements SubmissionQueue {
  full = 0;
  readonly #engine: NetEngine;
  readonly #layout: EngineLayout;
  readonly #buffer: ArrayBuffer;
  readonly #clock: Clock;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #times: Float64Array;
  readonly #blocked: Uint8Array;
  readonly #waiting: Uint32Array;
  #count = 0;
  #used = 0;
  /** Timed ones among those in the queue. */
  #timed = 0;
  #inTurn = false;

  constructor(engine: NetEngine, layout: EngineLayout, buffer: ArrayBuffer, clock: Clock) {
    this.#engine = engine;
    this.#layout = layout;
    this.#buffer = buffer;
    this.#clock = clock;
    this.#bytes = new Uint8Array(buffer);
    const { submissions, submissionCount, blocked, blockedCount, waiting } = layout;
    this.#words = new Uint32Array(buffer, submissions, (submissionCount * RECORD_BYTES) / 4);
    this.#times = new Float64Array(buffer, submissions, (submissionCount * RECORD_BYTES) / 8);
    this.#blocked = new Uint8Array(buffer, blocked, blockedCount);
    this.#waiting = new Uint32Array(buffer, waiting, 1);
  }

  push(
    socket: number,
    address: Uint32Array,
    bytes: Uint8Array,
    offset: number,
    length: number,
    atNs: number,
  ): boolean {
    const { submissionCount, byteCount, blockedCount, waitingMost } = this.#layout;
    if (this.#count === submissionCount || this.#used + length > byteCount) this.flush();
    const timed = atNs > 0;
    if (
      this.#blocked[socket % blockedCount] === 1 ||
      (timed && this.#waiting[0]! + this.#timed >= waitingMost)
    ) {
      this.full++;
      return false;
    }
    const atOnce = !this.#inTurn && (!timed || atNs <= this.#clock.nowNs());
    // What lies in the arena is sent from there, if it is sent before the caller has it back.
    const inPlace =
      atOnce &&
      length >= SHORTEST_OUTSIDE_HEAP &&
      bytes.buffer === (this.#buffer as ArrayBufferLike);
    const at = inPlace ? bytes.byteOffset + offset : this.#copy(bytes, offset, length);
    const record = this.#count++ * (RECORD_BYTES / 4);
    const words = this.#words;
    this.#times[record >> 1] = atNs;
    words[record + 2] = at;
    words[record + 3] = length;
    words[record + 4] = socket;
    for (let i = 0; i < ADDRESS_WORDS; i++) words[record + 5 + i] = address[i]!;
    if (timed) this.#timed++;
    if (atOnce) this.flush();
    if (!this.#inTurn) {
      this.#inTurn = true;
      void settled.then(this.#endTurn);
    }
    return true;
  }

  flush(): void {
    const count = this.#count;
    if (count === 0) return;
    this.#count = 0;
    this.#used = 0;
    this.#timed = 0;
    this.#engine.flush(count);
  }

  readonly #endTurn = (): void => {
    this.#inTurn = false;
    this.flush();
  };

  /** One after the other without gaps: the engine hands neighbours of one length over as one piece. */
  #copy(bytes: Uint8Array, offset: number, length: number): number {
    const arena = this.#bytes;
    const at = this.#layout.bytes + this.#used;
    this.#used += length;
    if (length === bytes.length) {
      arena.set(bytes, at);
    } else if (length <= LONGEST_LOOP) {
      for (let i = 0; i < length; i++) arena[at + i] = bytes[offset + i]!;
    } else {
      arena.set(bytes.subarray(offset, offset + length), at);
    }
    return at;
  }
}
