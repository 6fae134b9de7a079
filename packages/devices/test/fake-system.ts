import { type AudioPort, JamError, type MidiPort } from '@jamnet/wire';
import type {
  ByRole,
  DeviceChoice,
  DeviceRole,
  DeviceShape,
  DeviceSystem,
  OpenDevices,
} from '../src/index.js';

const ROLES: readonly DeviceRole[] = ['audioInput', 'audioOutput', 'midiInput', 'midiOutput'];

export function byRole<T>(of: (role: DeviceRole) => T): ByRole<T> {
  return Object.fromEntries(ROLES.map((role) => [role, of(role)])) as unknown as ByRole<T>;
}

/** A system whose devices a test puts there and takes away. */
export class FakeSystem implements DeviceSystem {
  readonly roles: ByRole<boolean>;
  /** What is there, by role. */
  devices: Partial<Record<DeviceRole, readonly string[]>> = {};
  /** Why it cannot be opened. */
  fault: string | null = null;
  /** What a look at it throws. */
  breaks: string | null = null;
  /** Whether another choice makes it be opened again. */
  keeps = true;
  /** Devices that are there and cannot be used. */
  busy: readonly string[] = [];
  /** What opening waits for. */
  gate: Promise<void> = Promise.resolve();
  opened: FakeDevices[] = [];
  tries = 0;

  constructor(
    readonly kind: string,
    roles: readonly DeviceRole[],
  ) {
    this.roles = byRole((role) => roles.includes(role));
  }

  /** The one that is open. */
  get now(): FakeDevices | undefined {
    return this.opened.find(({ closed }) => !closed);
  }

  async open(shape: DeviceShape, choice: DeviceChoice): Promise<OpenDevices> {
    this.tries += 1;
    await this.gate;
    if (this.fault !== null) throw new JamError('no-such-device', this.fault);
    const devices = new FakeDevices(this, shape, choice);
    this.opened.push(devices);
    return devices;
  }
}

export class FakeDevices implements OpenDevices {
  readonly kind: string;
  readonly audio: AudioPort | undefined;
  readonly midi:
    (MidiPort & { readonly sent: number[][]; play(bytes: number[]): void }) | undefined;
  ended = false;
  closed = false;
  readonly asked: DeviceChoice[] = [];

  constructor(
    readonly system: FakeSystem,
    readonly shape: DeviceShape,
    readonly first: DeviceChoice,
  ) {
    this.kind = system.kind;
    const { roles } = system;
    // Nothing is asked of it but who it is.
    if (roles.audioInput || roles.audioOutput) this.audio = { kind: this.kind } as AudioPort;
    if (roles.midiInput || roles.midiOutput) this.midi = fakeMidi(this.kind);
  }

  get problem(): string | null {
    return this.system.busy.length > 0 ? 'somebody has it' : null;
  }

  list(): ByRole<readonly string[]> {
    if (this.system.breaks !== null) throw new Error(this.system.breaks);
    return byRole((role) => this.system.devices[role] ?? []);
  }

  choose(choice: DeviceChoice): ReturnType<OpenDevices['choose']> {
    this.asked.push(choice);
    const { busy, devices, keeps } = this.system;
    const works = byRole((role) => {
      const name = choice[role];
      if (name === null) return null;
      return !busy.includes(name) && (devices[role] ?? []).includes(name);
    });
    const same = ROLES.every((role) => choice[role] === this.first[role]);
    return { works, keeps: keeps || same };
  }

  close(): void {
    this.closed = true;
  }
}

function fakeMidi(kind: string) {
  const sent: number[][] = [];
  let handler: (bytes: Uint8Array, atNs: number) => void = () => {};
  return {
    kind,
    ended: false,
    sent,
    play: (bytes: number[]) => handler(Uint8Array.from(bytes), 1),
    onMessage: (next: typeof handler) => {
      handler = next;
    },
    send: (bytes: Uint8Array) => sent.push([...bytes]) > 0,
    close: () => {},
    [Symbol.dispose]: () => {},
  };
}
