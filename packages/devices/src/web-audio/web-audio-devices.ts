import type { Clock } from '@jamnet/wire';
import type { ByRole, DeviceChoice } from '../device-choice.js';
import type { OpenDevices } from '../device-system.js';
import type { DeviceLists } from './device-lists.js';
import type { DeviceNames } from './device-names.js';
import type { OpenedPort, WantedDevices } from './open-web-audio.js';
import type { WebAudioPort } from './web-audio-port.js';

/** What could not be opened is tried again after so long. */
const RETRY_NS = 5e9;

/** The devices of the operating system, and the port through those of them that are chosen. */
export class WebAudioDevices implements OpenDevices {
  readonly kind = 'web-audio';
  readonly midi = undefined;
  readonly #lists: DeviceLists;
  readonly #clock: Clock;
  /** What is open, or was to be. */
  readonly #input: string | null;
  readonly #output: string | null;
  #opened: OpenedPort | undefined;
  #problem: string | null = null;
  #retryNs = 0;

  constructor(lists: DeviceLists, clock: Clock, choice: DeviceChoice) {
    this.#lists = lists;
    this.#clock = clock;
    this.#input = there(choice.audioInput, lists.inputs);
    this.#output = there(choice.audioOutput, lists.outputs);
  }

  get audio(): WebAudioPort | undefined {
    return this.#opened?.port;
  }

  get problem(): string | null {
    return this.#problem;
  }

  get ended(): boolean {
    return this.audio?.ended ?? false;
  }

  /** Opens what is chosen and there, if anything is. Where it cannot be had, `problem` says why. */
  async start(open: (wanted: WantedDevices) => Promise<OpenedPort>): Promise<void> {
    if (this.#input === null && this.#output === null) return;
    const { inputs, outputs } = this.#lists;
    try {
      this.#opened = await open({
        input: this.#input === null ? undefined : inputs.get(this.#input),
        output: this.#output === null ? undefined : outputs.get(this.#output),
      });
    } catch (error) {
      this.#problem = (error as Error).message;
      this.#retryNs = this.#clock.nowNs() + RETRY_NS;
    }
  }

  list(): ByRole<readonly string[]> {
    this.#lists.refresh((lost) => {
      // A device in use may be left out of the list: where something has gone, opening it again finds out whether that was it.
      if (lost && !this.#stillThere()) this.audio?.end();
    });
    return {
      audioInput: this.#with(this.#input, this.#lists.inputs),
      audioOutput: this.#with(this.#output, this.#lists.outputs),
      midiInput: [],
      midiOutput: [],
    };
  }

  #stillThere(): boolean {
    const { inputs, outputs } = this.#lists;
    return (
      (this.#input === null || inputs.has(this.#input)) &&
      (this.#output === null || outputs.has(this.#output))
    );
  }

  #with(open: string | null, names: DeviceNames): string[] {
    const listed = [...names.keys()];
    if (open === null || names.has(open) || this.audio === undefined) return listed;
    return [...listed, open];
  }

  choose({ audioInput, audioOutput }: DeviceChoice): ReturnType<OpenDevices['choose']> {
    const { audio } = this;
    const works = (chosen: string | null, open: string | null): boolean | null =>
      chosen === null ? null : audio !== undefined && !audio.ended && chosen === open;
    return {
      works: {
        audioInput: works(audioInput, this.#input),
        audioOutput: works(audioOutput, this.#output),
        midiInput: null,
        midiOutput: null,
      },
      keeps:
        this.#wanted(audioInput, this.#input, this.#lists.inputs) === this.#input &&
        this.#wanted(audioOutput, this.#output, this.#lists.outputs) === this.#output &&
        (this.#problem === null || this.#clock.nowNs() < this.#retryNs),
    };
  }

  #wanted(chosen: string | null, open: string | null, names: DeviceNames): string | null {
    const isOpen = this.audio !== undefined && chosen === open;
    return isOpen ? open : there(chosen, names);
  }

  /** When all that was open has been given back, after it was closed. */
  get gone(): Promise<void> {
    return this.#opened?.gone ?? Promise.resolve();
  }

  close(): void {
    this.audio?.close();
  }
}

const there = (name: string | null, names: DeviceNames): string | null =>
  name !== null && names.has(name) ? name : null;
