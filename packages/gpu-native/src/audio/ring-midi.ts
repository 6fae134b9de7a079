import { createRingEvent, type EventRing, type MidiPort } from '@jamnet/wire';

/** What a message may hold: native/audio/linux/jack_device.cc. */
const MOST_BYTES = 4096;

/** MIDI that a device's thread moves: it takes out of one ring what is due and puts into another what it heard. */
export class RingMidi implements MidiPort {
  readonly #input: EventRing | undefined;
  readonly #output: EventRing | undefined;
  readonly #heard = createRingEvent();
  readonly #sent = createRingEvent();
  readonly #message = new Uint8Array(MOST_BYTES);
  #length = 0;
  #handler: (bytes: Uint8Array, atNs: number) => void = () => {};
  #closed = false;

  constructor(
    readonly kind: string,
    input: EventRing | undefined,
    output: EventRing | undefined,
    readonly hasEnded: () => boolean,
  ) {
    this.#input = input;
    this.#output = output;
    this.#sent.form = 'bytes';
  }

  get ended(): boolean {
    return this.hasEnded();
  }

  onMessage(handler: (bytes: Uint8Array, atNs: number) => void): void {
    this.#handler = handler;
  }

  send(bytes: Uint8Array, atNs: number): boolean {
    if (this.#closed || this.#output === undefined) return false;
    if (bytes.length === 0 || bytes.length > MOST_BYTES) return false;
    this.#sent.data = bytes;
    this.#sent.length = bytes.length;
    this.#sent.atNs = atNs;
    return this.#output.push(this.#sent);
  }

  /** Tells of what has come. */
  pump(): void {
    const heard = this.#heard;
    while (!this.#closed && this.#input?.pop(heard)) {
      if (this.#length + heard.length <= MOST_BYTES) {
        this.#message.set(heard.data.subarray(0, heard.length), this.#length);
        this.#length += heard.length;
      }
      if (heard.more) continue;
      const length = this.#length;
      this.#length = 0;
      this.#handler(this.#message.subarray(0, length), heard.atNs);
    }
  }

  /** The ring stays until its device is closed. */
  close(): void {
    this.#closed = true;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
