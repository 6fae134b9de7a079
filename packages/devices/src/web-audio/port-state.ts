import { LATENESS_BUCKETS } from './lateness.js';

/** Voices of a device at most. */
export const MOST_VOICES = 64;

const NUMBERS = 4;
const WORDS = 2;
const TELL_NEVER = -1;
export const PORT_STATE_BYTES = 8 * NUMBERS + 4 * (WORDS + 3 * MOST_VOICES + LATENESS_BUCKETS);

/** Whether a voice sounds. */
export const VoiceState = { gone: 0, sounds: 1 } as const;

/**
 * What the thread of the sound and the program's own tell each other beside the rings, in memory that both see. Each number is written by one side; on the
 * processors that JAMNet runs on one of 64 bits is seen as a whole.
 */
export class PortState {
  /** Whether the program has been told of a period and has not looked yet; and after how many frames it wants to be, TELL_NEVER for never. */
  readonly #told: Int32Array;
  /** The thread of the sound: frames since it last told. */
  #untold = 0;
  readonly #numbers: Float64Array;
  readonly voices: Int32Array;
  readonly gains: Float32Array;
  /** The largest sample of each since the program has last taken it. */
  readonly peaks: Float32Array;
  /** How late periods were: lateness.ts. */
  readonly lateness: Uint32Array;

  constructor(buffer: ArrayBufferLike) {
    let at = 8 * NUMBERS;
    const next = (words: number): number => (at += 4 * words) - 4 * words;
    this.#numbers = new Float64Array(buffer, 0, NUMBERS);
    this.#told = new Int32Array(buffer, next(WORDS), WORDS);
    this.voices = new Int32Array(buffer, next(MOST_VOICES), MOST_VOICES);
    this.gains = new Float32Array(buffer, next(MOST_VOICES), MOST_VOICES);
    this.peaks = new Float32Array(buffer, next(MOST_VOICES), MOST_VOICES);
    this.lateness = new Uint32Array(buffer, next(LATENESS_BUCKETS), LATENESS_BUCKETS);
  }

  /** Time of frame 0, nanoseconds. */
  get startNs(): number {
    return this.#numbers[0]!;
  }
  set startNs(ns: number) {
    this.#numbers[0] = ns;
  }

  /** When the last period came, nanoseconds. */
  get lastNs(): number {
    return this.#numbers[1]!;
  }
  set lastNs(ns: number) {
    this.#numbers[1] = ns;
  }

  get periods(): number {
    return this.#numbers[2]!;
  }
  set periods(count: number) {
    this.#numbers[2] = count;
  }

  get restarts(): number {
    return this.#numbers[3]!;
  }
  set restarts(count: number) {
    this.#numbers[3] = count;
  }

  /** The thread of the sound, after so many frames more: whether the program is to be told now. */
  tell(frames: number): boolean {
    const wanted = Atomics.load(this.#told, 1);
    this.#untold += frames;
    if (wanted === TELL_NEVER || this.#untold < wanted) return false;
    this.#untold = 0;
    return Atomics.exchange(this.#told, 0, 1) === 0;
  }

  /** The program: is told once so many frames have passed; undefined = not at all. */
  tellEvery(frames: number | undefined): void {
    const wanted = frames === undefined ? TELL_NEVER : Math.min(2 ** 31 - 1, Math.max(0, frames));
    Atomics.store(this.#told, 1, wanted);
  }

  /** The program: looks from now on. */
  look(): void {
    Atomics.store(this.#told, 0, 0);
  }
}
