/** Events remembered: the window in which a receiver tells them apart. */
export const HISTORY_EVENTS = 4096;

const BYTES = 1 << 20;
const MASK = HISTORY_EVENTS - 1;

/**
 * The recent events of a stream as they stand on the wire, with how often each has been carried. A fixed ring: nothing is allocated per event.
 * An event is active until it has been in enough datagrams or is worth nothing any more.
 */
export interface EventHistory {
  /** Datagrams that an event has to be in. */
  target: number;
  /** How long it is repeated at least, nanoseconds: many copies at one moment do not outlive a run of loss. */
  leastNs: number;
  /** Room for one event to be written into, until {@link commit}. */
  readonly scratch: Uint8Array;
  /** Takes the first `length` bytes of `scratch` as event `sequence`. Sequences must follow each other. */
  commit(sequence: number, length: number, nowNs: number, untilNs: number): void;
  /** Copies event `sequence` to `bytes`. Returns the offset after it, or −1 when it does not fit or is no longer there. */
  copyInto(sequence: number, bytes: Uint8Array, offset: number, end: number): number;
  /**
   * Copies event `sequence` and those before it, newest first, with one copy: as many as are active, lie together, are not older than
   * `oldest`, are at most `most`, and fit. Returns the offset after them, or −1 when not even the first can be copied;
   * {@link runLength} says how many they were.
   */
  copyRunInto(
    sequence: number,
    oldest: number,
    most: number,
    nowNs: number,
    bytes: Uint8Array,
    offset: number,
    end: number,
  ): number;
  /** Events that {@link copyRunInto} copied last. */
  readonly runLength: number;
  /** Whether events from `sequence` on take up so much that soon the first of them would be written over. */
  isFullFrom(sequence: number): boolean;
  /** Whether event `sequence` still has to be repeated. */
  isActive(sequence: number, nowNs: number): boolean;
  /** Whether it has been in too few datagrams yet, not just for too short a time. */
  isOwed(sequence: number): boolean;
  /** In how many datagrams it has been. */
  timesCarried(sequence: number): number;
  /** Event `sequence` has been in so many datagrams more. */
  carried(sequence: number, datagrams: number): void;
  /** The oldest sequence that may be active; the newest plus one when none is. */
  oldestActive(nowNs: number): number;
  /** The sequence after the newest. */
  readonly next: number;
}

export function createEventHistory(target: number, leastNs: number, first: number): EventHistory {
  return new RingHistory(target, leastNs, first);
}

class RingHistory implements EventHistory {
  readonly scratch = new Uint8Array(1200);
  readonly #bytes = new Uint8Array(BYTES);
  /**
   * Position in an endless tape of which the last {@link BYTES} are kept. It is written from the end of the bytes to their start, so
   * that recent events lie there newest first, as frames carry them.
   */
  readonly #starts = new Float64Array(HISTORY_EVENTS);
  readonly #lengths = new Uint16Array(HISTORY_EVENTS);
  readonly #carried = new Uint16Array(HISTORY_EVENTS);
  readonly #bornNs = new Float64Array(HISTORY_EVENTS);
  readonly #untilNs = new Float64Array(HISTORY_EVENTS);
  #head = 0;
  #oldest: number;
  next: number;
  runLength = 0;

  constructor(
    public target: number,
    public leastNs: number,
    first: number,
  ) {
    this.next = first;
    this.#oldest = first;
  }

  commit(sequence: number, length: number, nowNs: number, untilNs: number): void {
    const left = BYTES - (this.#head % BYTES);
    if (left < length) this.#head += left;
    const at = sequence & MASK;
    this.#starts[at] = this.#head;
    this.#lengths[at] = length;
    this.#carried[at] = 0;
    this.#bornNs[at] = nowNs;
    this.#untilNs[at] = untilNs;
    const from = this.#from(at);
    for (let i = 0; i < length; i++) this.#bytes[from + i] = this.scratch[i];
    this.#head += length;
    this.next = (sequence + 1) >>> 0;
    if (((this.next - this.#oldest) | 0) > HISTORY_EVENTS)
      this.#oldest = (this.next - HISTORY_EVENTS) >>> 0;
  }

  /** Index of the first byte of the event in place `at`. */
  #from(at: number): number {
    return BYTES - (this.#starts[at] % BYTES) - this.#lengths[at];
  }

  #kept(sequence: number): boolean {
    const age = (this.next - sequence) | 0;
    return age > 0 && age <= HISTORY_EVENTS && this.#head - this.#starts[sequence & MASK] <= BYTES;
  }

  copyInto(sequence: number, bytes: Uint8Array, offset: number, end: number): number {
    if (!this.#kept(sequence)) return -1;
    const length = this.#lengths[sequence & MASK];
    if (offset + length > end) return -1;
    const from = this.#from(sequence & MASK);
    for (let i = 0; i < length; i++) bytes[offset + i] = this.#bytes[from + i];
    return offset + length;
  }

  copyRunInto(
    sequence: number,
    oldest: number,
    most: number,
    nowNs: number,
    bytes: Uint8Array,
    offset: number,
    end: number,
  ): number {
    const from = this.#from(sequence & MASK);
    const room = end - offset;
    let length = 0;
    let run = 0;
    for (let each = sequence; run < most && ((each - oldest) | 0) >= 0; each = (each - 1) >>> 0) {
      const at = each & MASK;
      // Where the tape begins again there is a gap.
      const together = this.#from(at) === from + length;
      const next = length + this.#lengths[at];
      if (!together || next > room || !this.isActive(each, nowNs)) break;
      length = next;
      run++;
    }
    this.runLength = run;
    if (run === 0) return -1;
    bytes.set(this.#bytes.subarray(from, from + length), offset);
    return offset + length;
  }

  isFullFrom(sequence: number): boolean {
    const count = (this.next - sequence) | 0;
    return (
      count >= HISTORY_EVENTS / 2 ||
      (count > 0 && this.#head - this.#starts[sequence & MASK] >= BYTES / 2)
    );
  }

  isActive(sequence: number, nowNs: number): boolean {
    const at = sequence & MASK;
    const wanted = this.#carried[at] < this.target || nowNs - this.#bornNs[at] < this.leastNs;
    return wanted && nowNs < this.#untilNs[at] && this.#kept(sequence);
  }

  isOwed(sequence: number): boolean {
    return this.#carried[sequence & MASK] < this.target;
  }

  timesCarried(sequence: number): number {
    return this.#carried[sequence & MASK];
  }

  carried(sequence: number, datagrams: number): void {
    const at = sequence & MASK;
    this.#carried[at] = Math.min(0xffff, this.#carried[at] + datagrams);
  }

  oldestActive(nowNs: number): number {
    while (this.#oldest !== this.next && !this.isActive(this.#oldest, nowNs))
      this.#oldest = (this.#oldest + 1) >>> 0;
    return this.#oldest;
  }
}
