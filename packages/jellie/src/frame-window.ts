/** No sample of this frame is known. */
export const UNKNOWN = 0;
/** The frame is known exactly. */
export const EXACT = 5;
/** Of this frame's pair one part is known: these plus the part's number, the first for the pair's even frame and the second for its odd one. */
const EVEN_OF = 1;
const ODD_OF = 6;

/** Frames that a window holds at the least, in seconds: copies and parts are spread over less than 50 ms. */
const LEAST_SECONDS = 0.25;

/** What is known of the newest frames of one run of a stream. A ring: a frame's place is its position modulo the capacity. */
export interface FrameWindow {
  readonly sampleRate: number;
  readonly channels: number;
  /** Frames that it holds, a power of 2. */
  readonly capacity: number;
  /** Interleaved samples, exact or estimated. */
  readonly samples: Int32Array;
  /** One past the newest frame's position. */
  readonly end: number;
  /** Moves the window so that it holds these frames. False where they are older than it reaches, which moves nothing. */
  open(position: number, frames: number): boolean;
  /** How much is known of a frame: {@link UNKNOWN}, {@link EXACT}, or other numbers for frames of a part. Unknown outside of the window. */
  state(position: number): number;
  /** Frames of the JELLIE frame that begins here, 0 where none does. */
  framesAt(position: number): number;
  /** The only known part of the JELLIE frame that begins here; −1 where none is or where it is exact. */
  partAt(position: number): number;
  /** Where the JELLIE frame begins that ends before `position`; −1 where there is none. */
  headBefore(position: number): number;
  /** Notes what all parts of the JELLIE frame that begins here must have in common. */
  note(position: number, timestampUs: number, sequence: number): void;
  /** Whether that is what was noted. */
  isNoted(position: number, timestampUs: number, sequence: number): boolean;
  /** Says that these frames are a JELLIE frame of which `part` is known; −1 for all of it. */
  mark(position: number, frames: number, part: number): void;
  /** Whether the pair that begins at this frame has a known value of `part`: from that part itself, or because its samples are exact. */
  hasPart(position: number, part: number): boolean;
  clear(): void;
}

export function createFrameWindow(sampleRate: number, channels: number): FrameWindow {
  const capacity = 2 ** Math.ceil(Math.log2(sampleRate * LEAST_SECONDS));
  return new Window(sampleRate, channels, capacity);
}

class Window implements FrameWindow {
  readonly samples: Int32Array;
  readonly #states: Uint8Array;
  readonly #frames: Uint16Array;
  readonly #timestampsUs: Float64Array;
  readonly #sequences: Uint32Array;
  end = -1;

  constructor(
    readonly sampleRate: number,
    readonly channels: number,
    readonly capacity: number,
  ) {
    this.samples = new Int32Array(capacity * channels);
    this.#states = new Uint8Array(capacity);
    this.#frames = new Uint16Array(capacity);
    this.#timestampsUs = new Float64Array(capacity);
    this.#sequences = new Uint32Array(capacity);
  }

  open(position: number, frames: number): boolean {
    const { capacity } = this;
    const last = position + frames;
    // So much older can only be a stream that began anew at a lower position.
    if (this.end < 0 || last <= this.end - 2 * capacity) {
      this.clear();
      this.end = last;
      return true;
    }
    if (position < this.end - capacity) return false;
    if (last - this.end >= capacity) this.clear();
    else for (let p = this.end; p < last; p++) this.#set(p, UNKNOWN, 0);
    this.end = Math.max(this.end, last);
    return true;
  }

  state(position: number): number {
    if (position >= this.end || position < this.end - this.capacity || position < 0) return UNKNOWN;
    return this.#states[this.#place(position)]!;
  }

  framesAt(position: number): number {
    return this.state(position) === UNKNOWN ? 0 : this.#frames[this.#place(position)]!;
  }

  partAt(position: number): number {
    const state = this.state(position);
    return state === UNKNOWN || state === EXACT ? -1 : state - EVEN_OF;
  }

  headBefore(position: number): number {
    let head = position - 1;
    while (this.state(head) !== UNKNOWN) {
      if (this.framesAt(head) > 0) return head;
      head--;
    }
    return -1;
  }

  note(position: number, timestampUs: number, sequence: number): void {
    const place = this.#place(position);
    this.#timestampsUs[place] = timestampUs;
    this.#sequences[place] = sequence;
  }

  isNoted(position: number, timestampUs: number, sequence: number): boolean {
    const place = this.#place(position);
    return this.#timestampsUs[place] === timestampUs && this.#sequences[place] === sequence;
  }

  mark(position: number, frames: number, part: number): void {
    for (let i = 0; i < frames; i++) {
      const state = part < 0 ? EXACT : (i % 2 === 0 ? EVEN_OF : ODD_OF) + part;
      this.#set(position + i, state, i === 0 ? frames : 0);
    }
  }

  hasPart(position: number, part: number): boolean {
    const even = this.state(position);
    const odd = this.state(position + 1);
    if (part === 0) return isKnown(even);
    if (part === 1) return isKnown(odd);
    return (even === EXACT && odd === EXACT) || (even === EVEN_OF + part && odd === ODD_OF + part);
  }

  clear(): void {
    this.#states.fill(UNKNOWN);
    this.#frames.fill(0);
    this.end = -1;
  }

  #place(position: number): number {
    return position % this.capacity;
  }

  #set(position: number, state: number, frames: number): void {
    const place = this.#place(position);
    this.#states[place] = state;
    this.#frames[place] = frames;
  }
}

const isKnown = (state: number): boolean =>
  state === EXACT || state === EVEN_OF || state === ODD_OF + 1;
