/** A live MIDI connection: in, out or both. Byte streams of MIDI 1.0, a message at a time. */
export interface MidiPort {
  /** What it is, for people: `jack`, `rtmidi`. */
  readonly kind: string;
  /** It has gone: unplugged, or its server has ended. Close it. */
  readonly ended: boolean;
  /**
   * Sets the one function that is called with each message that comes in, and when that happened: nanoseconds on CLOCK_MONOTONIC. `bytes` is borrowed until it
   * returns. Messages of more than 4,096 bytes are left out.
   */
  onMessage(handler: (bytes: Uint8Array, atNs: number) => void): void;
  /**
   * Sends a message, to sound at `atNs`; what has passed, or 0, means at once. Messages are to be given in the order in which they are to sound. False when there is no
   * way out or no room: it is not sent. Does not block.
   */
  send(bytes: Uint8Array, atNs: number): boolean;
  /** A second call does nothing. */
  close(): void;
  [Symbol.dispose](): void;
}
