import { type DeviceNames, deviceNames } from './device-names.js';
import type { WebAudioLibrary } from './library.js';

/** What there is, asked of the library as seldom as may be: it opens devices to find out. */
export class DeviceLists {
  inputs: DeviceNames = new Map();
  outputs: DeviceNames = new Map();
  readonly #library: WebAudioLibrary;
  readonly #cards: () => readonly string[] | undefined;
  #known: readonly string[] | undefined;
  #reading = false;

  constructor(library: WebAudioLibrary, cards: () => readonly string[] | undefined) {
    this.#library = library;
    this.#cards = cards;
  }

  /** Rejects where the library cannot list devices. */
  async read(): Promise<void> {
    this.#known = this.#cards();
    const devices = await this.#library.mediaDevices.enumerateDevices();
    this.inputs = deviceNames(devices, 'audioinput');
    this.outputs = deviceNames(devices, 'audiooutput');
  }

  /** Reads anew where that may tell something, and then calls `changed`: whether something has gone, as far as is known. Does not wait. */
  refresh(changed: (lost: boolean) => void): void {
    if (this.#reading) return;
    const cards = this.#cards();
    const before = this.#known ?? [];
    if (cards?.length === before.length && cards.every((card, i) => card === before[i])) return;
    const lost = cards === undefined || before.some((card) => !cards.includes(card));
    this.#reading = true;
    const done = (): void => {
      this.#reading = false;
    };
    // What cannot be listed now is what it was.
    this.read().then(() => {
      done();
      changed(lost);
    }, done);
  }
}
