import type { MidiByteSink } from './midi-byte-sink.js';
import {
  CLOCK,
  CONTINUE,
  LAST_SONG_POSITION,
  SONG_POSITION,
  START,
  STOP,
} from './realtime-bytes.js';

/** Hands the messages of MIDI Clock to a sink from buffers of its own, in an order of time that never falls. Does not allocate. */
export class MidiClockMessages {
  /** Time of the last message of any kind. */
  lastNs = -Infinity;
  /** Time of the last clock. */
  lastClockNs = -Infinity;
  clocks = 0;
  cues = 0;
  positionsOutOfRange = 0;
  readonly #sink: MidiByteSink;
  readonly #clock = Uint8Array.of(CLOCK);
  readonly #start = Uint8Array.of(START);
  readonly #continue = Uint8Array.of(CONTINUE);
  readonly #stop = Uint8Array.of(STOP);
  readonly #position = Uint8Array.of(SONG_POSITION, 0, 0);

  constructor(sink: MidiByteSink) {
    this.#sink = sink;
  }

  clock(atNs: number): void {
    this.clocks++;
    this.lastClockNs = atNs;
    this.#send(atNs, this.#clock);
  }

  stop(atNs: number): void {
    this.#send(atNs, this.#stop);
  }

  /** Sixteenth notes from the start of the song; beyond what 14 bits hold it is the last one, and counted. */
  position(atNs: number, sixteenth: number): void {
    if (sixteenth > LAST_SONG_POSITION) this.positionsOutOfRange++;
    const value = Math.max(0, Math.min(sixteenth, LAST_SONG_POSITION));
    this.#position[1] = value & 0x7f;
    this.#position[2] = value >> 7;
    this.#send(atNs, this.#position);
  }

  /** Start at the beginning of the song, position and Continue elsewhere: the next clock is at `sixteenth`. */
  cue(atNs: number, sixteenth: number): void {
    this.cues++;
    if (sixteenth === 0) {
      this.#send(atNs, this.#start);
      return;
    }
    this.position(atNs, sixteenth);
    this.#send(atNs, this.#continue);
  }

  #send(atNs: number, bytes: Uint8Array): void {
    this.lastNs = atNs;
    this.#sink(atNs, bytes);
  }
}
