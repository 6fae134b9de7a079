import process from 'node:process';
import { type Clock, JamError, type Timers } from '@jamnet/wire';
import type { ByRole, DeviceChoice } from '../device-choice.js';
import type { DeviceShape, DeviceSystem, OpenDevices } from '../device-system.js';
import { loadMidiLibrary, type MidiIn, type MidiLibrary, type MidiOut } from './library.js';
import { RtMidiPort } from './rtmidi-port.js';

export interface RtMidiOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** What the virtual ports are called; null = none. Windows has none. @default 'JAMNet' */
  readonly virtualName?: string | null;
  /** @default `@julusian/midi` */
  readonly load?: () => Promise<MidiLibrary>;
}

/** The operating system's own MIDI: ALSA, CoreMIDI, WinMM. Beside what is chosen there are virtual ports, which other programs find by their name. */
export function createRtMidiSystem(options: RtMidiOptions): DeviceSystem {
  const { load = loadMidiLibrary, virtualName = 'JAMNet' } = options;
  return {
    kind: 'rtmidi',
    roles: { audioInput: false, audioOutput: false, midiInput: true, midiOutput: true },
    async open(_shape: DeviceShape) {
      const port = new RtMidiPort(options.clock, options.timers);
      try {
        const devices = new RtMidiDevices(await load(), port);
        // Fails where the system has no MIDI at all.
        devices.list();
        if (virtualName !== null && process.platform !== 'win32') devices.openVirtual(virtualName);
        return devices;
      } catch (error) {
        port.close();
        const message = `this machine has no MIDI of its own (${(error as Error).message}): on Linux load the sequencer (modprobe snd-seq), or connect through JACK`;
        throw new JamError('no-such-device', message);
      }
    },
  };
}

class RtMidiDevices implements OpenDevices {
  readonly kind = 'rtmidi';
  readonly audio = undefined;
  readonly ended = false;
  readonly #library: MidiLibrary;
  #virtualName: string | null = null;
  #input: { readonly name: string; readonly end: MidiIn } | undefined;
  #output: { readonly name: string; readonly end: MidiOut } | undefined;

  constructor(
    library: MidiLibrary,
    readonly midi: RtMidiPort,
  ) {
    this.#library = library;
  }

  openVirtual(name: string): void {
    const input = this.#makeInput();
    // Added first: what fails below is closed with the port.
    this.midi.addInput(input);
    const output = new this.#library.Output();
    this.midi.addOutput(output);
    input.openVirtualPort(name);
    output.openVirtualPort(name);
    this.#virtualName = name;
  }

  list(): ByRole<readonly string[]> {
    const { Input, Output } = this.#library;
    return {
      audioInput: [],
      audioOutput: [],
      midiInput: Input.getPortNames().filter((name) => !this.#isOwn(name)),
      midiOutput: Output.getPortNames().filter((name) => !this.#isOwn(name)),
    };
  }

  /** Systems put the program's name and numbers around a port's. */
  #isOwn(name: string): boolean {
    return this.#virtualName !== null && name.includes(this.#virtualName);
  }

  choose({ midiInput, midiOutput }: DeviceChoice): ReturnType<OpenDevices['choose']> {
    const lists = this.list();
    return {
      works: {
        audioInput: null,
        audioOutput: null,
        midiInput: this.#hear(midiInput, lists.midiInput),
        midiOutput: this.#play(midiOutput, lists.midiOutput),
      },
      keeps: true,
    };
  }

  #hear(name: string | null, available: readonly string[]): boolean | null {
    const there = name !== null && available.includes(name);
    if (this.#input !== undefined && !(there && this.#input.name === name)) {
      this.midi.removeInput(this.#input.end);
      this.#input = undefined;
    }
    if (name === null) return null;
    if (!there) return false;
    if (this.#input === undefined) {
      const end = this.#makeInput();
      if (!opens(end, name)) return false;
      this.#input = { name, end };
      this.midi.addInput(end);
    }
    return true;
  }

  #play(name: string | null, available: readonly string[]): boolean | null {
    const there = name !== null && available.includes(name);
    if (this.#output !== undefined && !(there && this.#output.name === name)) {
      this.midi.removeOutput(this.#output.end);
      this.#output = undefined;
    }
    if (name === null) return null;
    if (!there) return false;
    if (this.#output === undefined) {
      const end = new this.#library.Output();
      if (!opens(end, name)) return false;
      this.#output = { name, end };
      this.midi.addOutput(end);
    }
    return true;
  }

  #makeInput(): MidiIn {
    const input = new this.#library.Input();
    // System exclusive and clock are wanted, active sensing is of no use to anyone far away.
    input.ignoreTypes(false, false, true);
    return input;
  }

  close(): void {
    this.midi.close();
  }
}

/** Another program may hold it. */
function opens(end: MidiIn | MidiOut, name: string): boolean {
  try {
    end.openPortByName(name);
    return true;
  } catch {
    end.destroy();
    return false;
  }
}
