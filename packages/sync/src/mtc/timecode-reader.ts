import { PIECES, QUARTER_FRAME } from './timecode-bytes.js';

const FULL_FRAME_HEAD = [0xf0, 0x7f, -1, 0x01, 0x01];
const FULL_FRAME_BYTES = 10;

/** Finds quarter frames and full frames among MIDI bytes, cut anywhere. What is neither is passed over. Does not allocate. */
export class TimecodeReader {
  /** Messages that another status byte cut off. */
  truncated = 0;
  readonly #onQuarter: (piece: number, nibble: number, atNs: number) => void;
  readonly #onFull: (hours: number, minutes: number, seconds: number, frames: number) => void;
  readonly #full = new Uint8Array(FULL_FRAME_BYTES);
  #awaitsQuarter = false;
  /** Bytes of a full frame so far; 0 outside of one. */
  #fullLength = 0;

  constructor(
    onQuarter: (piece: number, nibble: number, atNs: number) => void,
    onFull: (hours: number, minutes: number, seconds: number, frames: number) => void,
  ) {
    this.#onQuarter = onQuarter;
    this.#onFull = onFull;
  }

  byte(byte: number, atNs: number): void {
    if (byte >= 0xf8) return; // real-time bytes may stand inside of others
    if (byte >= 0x80) this.#status(byte);
    else if (this.#awaitsQuarter) {
      this.#awaitsQuarter = false;
      this.#onQuarter((byte >> 4) % PIECES, byte & 0xf, atNs);
    } else if (this.#fullLength > 0) this.#fullData(byte);
  }

  reset(): void {
    this.#awaitsQuarter = false;
    this.#fullLength = 0;
  }

  #status(byte: number): void {
    const wholeFull = byte === 0xf7 && this.#fullLength === FULL_FRAME_BYTES - 1;
    if (this.#awaitsQuarter || (this.#fullLength >= FULL_FRAME_HEAD.length && !wholeFull)) {
      this.truncated++;
    }
    if (wholeFull) this.#onFull(this.#full[5]!, this.#full[6]!, this.#full[7]!, this.#full[8]!);
    this.#awaitsQuarter = byte === QUARTER_FRAME;
    this.#fullLength = byte === 0xf0 ? 1 : 0;
  }

  #fullData(byte: number): void {
    const at = this.#fullLength;
    const expected = FULL_FRAME_HEAD[at] ?? -1;
    const fits = at < FULL_FRAME_BYTES - 1 && (expected < 0 || expected === byte);
    // Another System Exclusive message: wait for the next.
    this.#fullLength = fits ? at + 1 : 0;
    if (fits) this.#full[at] = byte;
  }
}
