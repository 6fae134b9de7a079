import {
  type AudioPort,
  type Clock,
  createSystemClock,
  createSystemTimers,
  type MidiPort,
  type TimerId,
  type Timers,
} from '@jamnet/wire';
import {
  type ByRole,
  type DeviceChoice,
  type DeviceRole,
  NOTHING,
  ROLE_NAMES,
} from './device-choice.js';
import { DeviceSlot } from './device-slot.js';
import type { DeviceShape, DeviceSystem } from './device-system.js';
import { AllMidi } from './all-midi.js';
import { createJackSystem } from './jack/jack-system.js';
import { type LiveDevicesOptions, shapeOf } from './live-devices-options.js';
import { createRtMidiSystem } from './rtmidi/rtmidi-system.js';
import { createWebAudioSystem } from './web-audio/web-audio-system.js';

/** How one device does. */
export interface DeviceState {
  /** What there is now, by name. */
  readonly available: readonly string[];
  /** What was chosen; it stays chosen while it is not there. */
  readonly chosen: string | null;
  readonly works: boolean;
  /** Why it does not, and what to do; null while it works or nothing was chosen. */
  readonly problem: string | null;
}

/** Devices that may come and go while a program runs. */
export interface LiveDevices {
  /** The audio device that is open now: another one after it was gone and came back. Undefined while there is none. */
  readonly audio: AudioPort | undefined;
  /** All MIDI there is: what is chosen, and the ports that other programs see this one by. */
  readonly midi: MidiPort | undefined;
  /** Allocates. */
  state(): ByRole<DeviceState>;
  /** Plays and records by other devices from now on; what is not named stays. */
  choose(choice: Partial<DeviceChoice>): void;
  /** Sets the one who is told when `audio` or `midi` is another one than before, or gone. The ones before must not be used any more. */
  onPorts(handler: () => void): void;
  close(): void;
  [Symbol.dispose](): void;
}

const LOOK_NS = 1e9;
const ROLES = Object.keys(NOTHING) as DeviceRole[];

/**
 * Opens devices and keeps them open: what is unplugged is used again when it is back, what ends is opened anew, looked after once a second. Resolves when
 * each system has been tried once; that none is there is no failure, `state()` says it. Rejects with JamError `bad-option`.
 */
export async function openLiveDevices(options: LiveDevicesOptions = {}): Promise<LiveDevices> {
  const { clock = createSystemClock(), timers = createSystemTimers(clock) } = options;
  const {
    systems = [
      createJackSystem(),
      createWebAudioSystem({ clock, timers }),
      createRtMidiSystem({ clock, timers }),
    ],
  } = options;
  const choice = { ...NOTHING, ...named(options.choice) };
  const devices = new WatchedDevices(shapeOf(options), systems, clock, timers, choice);
  await devices.look();
  return devices;
}

/** Without what is undefined: that is not named. */
function named(choice: Partial<DeviceChoice> = {}): Partial<DeviceChoice> {
  return Object.fromEntries(Object.entries(choice).filter(([, name]) => name !== undefined));
}

class WatchedDevices implements LiveDevices {
  readonly #shape: DeviceShape;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #slots: readonly DeviceSlot[];
  #choice: DeviceChoice;
  #handler: () => void = () => {};
  #audio: AudioPort | undefined;
  #midi: AllMidi | undefined;
  #timer: TimerId = 0;
  #looking: Promise<void> | undefined;
  #again = false;
  #closed = false;

  constructor(
    shape: DeviceShape,
    systems: readonly DeviceSystem[],
    clock: Clock,
    timers: Timers,
    choice: DeviceChoice,
  ) {
    this.#shape = shape;
    this.#clock = clock;
    this.#timers = timers;
    this.#choice = choice;
    this.#slots = systems.map((system) => new DeviceSlot(system));
  }

  get audio(): AudioPort | undefined {
    return this.#audio;
  }

  get midi(): MidiPort | undefined {
    return this.#midi;
  }

  onPorts(handler: () => void): void {
    this.#handler = handler;
  }

  choose(choice: Partial<DeviceChoice>): void {
    this.#choice = { ...this.#choice, ...named(choice) };
    void this.look();
  }

  state(): ByRole<DeviceState> {
    const of = (role: DeviceRole): DeviceState => {
      const slot = this.#slotFor(role);
      const chosen = this.#choice[role];
      const works = slot?.works(role, chosen) === true;
      return {
        available: this.#available(role),
        chosen,
        works,
        problem: chosen === null || works ? null : this.#problem(role, chosen, slot),
      };
    };
    return {
      audioInput: of('audioInput'),
      audioOutput: of('audioOutput'),
      midiInput: of('midiInput'),
      midiOutput: of('midiOutput'),
    };
  }

  #problem(role: DeviceRole, chosen: string, slot: DeviceSlot | undefined): string {
    const what = ROLE_NAMES[role];
    if (slot === undefined) {
      const able = this.#slots.filter(({ system }) => system.roles[role]);
      const reasons = able.flatMap(({ problem }) => problem ?? []);
      return reasons.join('. ') || `there is no ${what} on this machine`;
    }
    const others = this.#available(role).filter((name) => name !== chosen);
    const instead =
      others.length > 0 ? `choose ${others.join(' or ')}` : 'there is no other at the moment';
    if (slot.listed(role).includes(chosen)) {
      if (!slot.knows(role, chosen)) return `the ${what} ${chosen} is being opened: wait a moment`;
      const why = slot.open?.problem ?? 'the system does not say why';
      return `the ${what} ${chosen} is there, but cannot be used (${why}): end the program that holds it, or ${instead}`;
    }
    return `the ${what} ${chosen} is not there: plug it in again, or ${instead}`;
  }

  #available(role: DeviceRole): string[] {
    return [...new Set(this.#slots.flatMap((slot) => slot.listed(role)))];
  }

  /** The first open system that has what is chosen; where none has it, the first that could. */
  #slotFor(role: DeviceRole): DeviceSlot | undefined {
    const able = this.#slots.filter(({ open, system }) => open !== undefined && system.roles[role]);
    const chosen = this.#choice[role];
    return able.find((slot) => chosen !== null && slot.listed(role).includes(chosen)) ?? able[0];
  }

  /** Opens what is not open, and sees to what is chosen. */
  look(): Promise<void> {
    this.#again = true;
    this.#looking ??= this.#lookOften();
    return this.#looking;
  }

  async #lookOften(): Promise<void> {
    this.#timers.cancel(this.#timer);
    // It is known to be under way before it can be done.
    await undefined;
    try {
      // Whoever is told of another port may choose another device at once.
      while (this.#again && !this.#closed) {
        this.#again = false;
        for (const slot of this.#slots) await this.#revive(slot);
        for (const slot of this.#slots) await this.#choose(slot);
        if (!this.#closed) this.#tell();
      }
    } finally {
      this.#looking = undefined;
      const nextNs = this.#clock.nowNs() + LOOK_NS;
      if (!this.#closed) this.#timer = this.#timers.schedule(nextNs, () => void this.look());
    }
  }

  async #revive(slot: DeviceSlot): Promise<void> {
    if (slot.open?.ended || this.#standsBack(slot)) this.#shut(slot);
    if (this.#closed || this.#standsBack(slot)) return;
    if (slot.open === undefined) await slot.start(this.#shape, this.#choice);
    if (this.#closed) return this.#shut(slot);
    this.#try(slot, () => slot.list());
  }

  /** Two systems would be in each other's way at the same sound card: the first that opens has audio. */
  #standsBack(slot: DeviceSlot): boolean {
    const before = this.#slots.slice(0, this.#slots.indexOf(slot));
    const stands = slot.hasAudio && before.some((other) => other.hasAudio && other.open);
    if (stands) slot.problem = null;
    return stands;
  }

  async #choose(slot: DeviceSlot): Promise<void> {
    if (this.#try(slot, () => slot.choose(this.#mine(slot))) !== false) return;
    this.#shut(slot);
    await this.#revive(slot);
    this.#try(slot, () => slot.choose(this.#mine(slot)));
  }

  /** A system that fails is closed, and opened again with the next look. */
  #try<T>(slot: DeviceSlot, run: () => T): T | undefined {
    try {
      return run();
    } catch (error) {
      slot.problem = (error as Error).message;
      this.#shut(slot);
      return undefined;
    }
  }

  /** What is chosen of the roles that are this system's. */
  #mine(slot: DeviceSlot): DeviceChoice {
    const own = ROLES.map((role) => [
      role,
      this.#slotFor(role) === slot ? this.#choice[role] : null,
    ]);
    return Object.fromEntries(own) as unknown as DeviceChoice;
  }

  #shut(slot: DeviceSlot): void {
    const open = slot.take();
    if (open === undefined) return;
    // Whoever uses its ports lets go of them first.
    this.#tell();
    open.close();
  }

  #tell(): void {
    const audio = this.#slots.find(({ open }) => open?.audio !== undefined)?.open?.audio;
    const ports = this.#slots.flatMap(({ open }) => open?.midi ?? []);
    const before = this.#midi?.ports ?? [];
    const sameMidi = ports.length === before.length && ports.every((port, i) => port === before[i]);
    if (audio === this.#audio && sameMidi) return;
    this.#audio = audio;
    if (!sameMidi) this.#midi = ports.length === 0 ? undefined : new AllMidi(ports);
    this.#handler();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timers.cancel(this.#timer);
    for (const slot of this.#slots) this.#shut(slot);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
