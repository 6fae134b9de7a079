import type { Clock, MidiPort, TimerId, Timers } from '@jamnet/wire';
import type { MidiIn, MidiOut } from './library.js';

const MOST_BYTES = 4096;
/** Messages that wait for their time at most: more are refused. */
const MOST_WAITING = 4096;

/** Any number of the system's inputs and outputs as one port. What is to sound later waits for a timer: about a millisecond late. */
export class RtMidiPort implements MidiPort {
  readonly kind = 'rtmidi';
  readonly ended = false;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #inputs = new Set<MidiIn>();
  readonly #outputs = new Set<MidiOut>();
  readonly #waiting = new Set<TimerId>();
  #handler: (bytes: Uint8Array, atNs: number) => void = () => {};
  #closed = false;

  constructor(clock: Clock, timers: Timers) {
    this.#clock = clock;
    this.#timers = timers;
  }

  onMessage(handler: (bytes: Uint8Array, atNs: number) => void): void {
    this.#handler = handler;
  }

  send(bytes: Uint8Array, atNs: number): boolean {
    if (this.#closed || this.#outputs.size === 0) return false;
    if (bytes.length === 0 || bytes.length > MOST_BYTES || this.#waiting.size >= MOST_WAITING) {
      return false;
    }
    const message = [...bytes];
    if (atNs <= this.#clock.nowNs()) {
      this.#play(message);
      return true;
    }
    const timer = this.#timers.schedule(atNs, () => {
      this.#waiting.delete(timer);
      this.#play(message);
    });
    this.#waiting.add(timer);
    return true;
  }

  #play(message: number[]): void {
    for (const output of this.#outputs) {
      try {
        output.sendMessage(message);
      } catch {
        // It was unplugged a moment ago: the next look finds out.
      }
    }
  }

  addInput(input: MidiIn): void {
    this.#inputs.add(input);
    input.on('message', (_deltaS, message) => {
      if (this.#closed || !this.#inputs.has(input) || message.length > MOST_BYTES) return;
      this.#handler(Uint8Array.from(message), this.#clock.nowNs());
    });
  }

  removeInput(input: MidiIn): void {
    if (this.#inputs.delete(input)) input.destroy();
  }

  addOutput(output: MidiOut): void {
    this.#outputs.add(output);
  }

  removeOutput(output: MidiOut): void {
    if (this.#outputs.delete(output)) output.destroy();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const timer of this.#waiting) this.#timers.cancel(timer);
    for (const input of this.#inputs) input.destroy();
    for (const output of this.#outputs) output.destroy();
    this.#inputs.clear();
    this.#outputs.clear();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
