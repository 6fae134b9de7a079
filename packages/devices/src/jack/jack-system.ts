import { createJackAudio, type JackAudioPort } from '@jamnet/gpu-native';
import type { ByRole, DeviceChoice } from '../device-choice.js';
import type { DeviceShape, DeviceSystem, OpenDevices } from '../device-system.js';
import { clientsOf, pairs, portsOf } from './client-ports.js';

/** Devices are the other clients of a JACK server: its sound card is called `system`. */
export function createJackSystem(server?: string): DeviceSystem {
  return {
    kind: 'jack',
    roles: { audioInput: true, audioOutput: true, midiInput: true, midiOutput: true },
    open: ({ name, inputChannels, outputChannels }: DeviceShape) => {
      const port = createJackAudio({
        name,
        inputChannels,
        outputChannels,
        midi: true,
        ...(server !== undefined && { server }),
      });
      return Promise.resolve(new JackDevices(port));
    },
  };
}

const ROLES = {
  audioInput: { what: 'audio', gives: true },
  audioOutput: { what: 'audio', gives: false },
  midiInput: { what: 'midi', gives: true },
  midiOutput: { what: 'midi', gives: false },
} as const;

class JackDevices implements OpenDevices {
  readonly kind = 'jack';
  readonly #port: JackAudioPort;
  /** What each role is connected to by this program: what people connect themselves stays. */
  readonly #connected: Record<keyof typeof ROLES, string | null> = {
    audioInput: null,
    audioOutput: null,
    midiInput: null,
    midiOutput: null,
  };

  constructor(port: JackAudioPort) {
    this.#port = port;
  }

  get audio(): JackAudioPort {
    return this.#port;
  }

  get midi(): JackAudioPort['midi'] {
    return this.#port.midi;
  }

  get ended(): boolean {
    return this.#port.ended;
  }

  list(): ByRole<readonly string[]> {
    const of = (role: keyof typeof ROLES) => clientsOf(this.#ports(role), this.#port.name);
    return {
      audioInput: of('audioInput'),
      audioOutput: of('audioOutput'),
      midiInput: of('midiInput'),
      midiOutput: of('midiOutput'),
    };
  }

  choose(choice: DeviceChoice): ReturnType<OpenDevices['choose']> {
    return {
      works: {
        audioInput: this.#attach('audioInput', choice.audioInput),
        audioOutput: this.#attach('audioOutput', choice.audioOutput),
        midiInput: this.#attach('midiInput', choice.midiInput),
        midiOutput: this.#attach('midiOutput', choice.midiOutput),
      },
      keeps: true,
    };
  }

  #attach(role: keyof typeof ROLES, device: string | null): boolean | null {
    const before = this.#connected[role];
    if (before !== null && before !== device) {
      for (const [from, to] of this.#cables(role, before)) this.#port.disconnect(from, to);
    }
    this.#connected[role] = device;
    if (device === null) return null;
    const cables = this.#cables(role, device);
    return cables.filter(([from, to]) => this.#port.connect(from, to)).length > 0;
  }

  /** From where to where. */
  #cables(role: keyof typeof ROLES, device: string): [string, string][] {
    const theirs = portsOf(this.#ports(role), device);
    const together = pairs(this.#own(role), theirs);
    return ROLES[role].gives ? together.map(([own, their]) => [their, own]) : together;
  }

  #own(role: keyof typeof ROLES): readonly string[] {
    const { inputs, outputs, midiInput, midiOutput } = this.#port.ownPorts;
    if (role === 'audioInput') return inputs;
    if (role === 'audioOutput') return outputs;
    const name = role === 'midiInput' ? midiInput : midiOutput;
    return name === null ? [] : [name];
  }

  #ports(role: keyof typeof ROLES): string[] {
    const { what, gives } = ROLES[role];
    return this.#port.ports(what, gives);
  }

  close(): void {
    this.#port.close();
  }
}
