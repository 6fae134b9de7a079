import type { AudioPort, AudioVoice } from '@jamnet/wire';
import { DeviceLine } from './device-line.js';

/** Further off than this it begins anew where it belongs. */
const OFF_FRAMES = 256;

/** One's own sound, as late as that of the others. */
export class Monitor {
  readonly #voice: AudioVoice;
  readonly #line: DeviceLine;
  #end = NaN;
  #delayMs = NaN;
  /** How much later than it is wanted it is played, since there is no earlier. */
  #behind = 0;

  constructor(port: AudioPort, channels: number) {
    this.#voice = port.addVoice(channels);
    this.#line = new DeviceLine(this.#voice.ring, port.sampleRate);
  }

  /** Plays frames that were recorded at `recordedNs`, `delayMs` later. Does not allocate. */
  write(samples: Float32Array, frames: number, recordedNs: number, delayMs: number): void {
    if (!this.#line.look()) return;
    if (delayMs !== this.#delayMs) this.#behind = 0;
    this.#delayMs = delayMs;
    const wanted = Math.round(this.#line.positionAt(recordedNs + delayMs * 1e6)) + this.#behind;
    const goesOn = Math.abs(wanted - this.#end) <= OFF_FRAMES && this.#end >= this.#line.next;
    // What it was behind by belongs to what has ended.
    let at = goesOn ? this.#end : wanted - this.#behind;
    if (!goesOn) this.#behind = 0;
    // What should have been played already is played as soon as it can be, and what comes after it behind it.
    const soonest = this.#line.next + frames;
    if (at < this.#line.next) {
      this.#behind += soonest - at;
      at = soonest;
    }
    this.#voice.ring.write(at, samples, 0, frames, 'real');
    this.#end = at + frames;
  }

  close(): void {
    this.#voice.close();
  }
}
