import {
  type ArenaRange,
  audioRingBytes,
  type AudioRing,
  createAudioRing,
  createEventRing,
  type EventRing,
  eventRingBytes,
  JamError,
  type MappedArena,
} from '@jamnet/wire';
import { loadAddon } from '../addon.js';
import { nativeArena } from '../native-arena.js';
import { statusOf } from '../native-status.js';
import type { AudioAddon, Place } from './audio-addon.js';

/** A ring and where it lies. */
export interface Placed<Ring> {
  readonly ring: Ring;
  readonly place: Place;
  /** Gives its memory back before all of it is. */
  free(): void;
}

/** The binary with its audio, and the memory that its devices use. Throws JamError `native-unavailable`. */
export function openAudioAddon(): { readonly addon: AudioAddon; readonly memory: DeviceMemory } {
  const loaded = loadAddon();
  const status = statusOf(loaded);
  const arena = nativeArena();
  if (!loaded.ok || !arena.ok || !status.rooms.audio.ok) {
    const missing = status.rooms.audio as { reason: string; hint: string };
    throw new JamError('native-unavailable', `${missing.reason}; ${missing.hint}`);
  }
  return { addon: loaded.addon as AudioAddon, memory: new DeviceMemory(arena.arena) };
}

/** What one device has of the arena. All of it throws JamError `native-unavailable` where there is no room. */
export class DeviceMemory {
  readonly #arena: MappedArena;
  readonly #ranges = new Set<ArenaRange>();

  constructor(arena: MappedArena) {
    this.#arena = arena;
  }

  allocate(bytes: number): ArenaRange {
    const range = this.#arena.allocate(bytes);
    if (range === undefined) {
      const message = `no audio device: the arena has no room for ${bytes} bytes; JAMNET_ARENA_BYTES asks for a larger one`;
      throw new JamError('native-unavailable', message);
    }
    this.#ranges.add(range);
    return range;
  }

  /** Undefined without channels. */
  audioRing(sampleRate: number, channels: number, frames: number): Placed<AudioRing> | undefined {
    if (channels === 0) return undefined;
    const format = { sampleRate, channels, frames };
    const range = this.allocate(audioRingBytes(format));
    return this.#placed(createAudioRing(range.bytes, format), range);
  }

  eventRing(events: number): Placed<EventRing> {
    const range = this.allocate(eventRingBytes(events));
    return this.#placed(createEventRing(range.bytes, events), range);
  }

  #placed<Ring>(ring: Ring, range: ArenaRange): Placed<Ring> {
    const free = (): void => {
      if (this.#ranges.delete(range)) range.free();
    };
    return { ring, place: placeOf(range), free };
  }

  samples(samples: Float32Array): Place {
    const range = this.allocate(samples.byteLength);
    new Float32Array(range.bytes.buffer, range.offset, samples.length).set(samples);
    return placeOf(range);
  }

  /** Gives everything back. */
  free(): void {
    for (const range of this.#ranges) range.free();
    this.#ranges.clear();
  }
}

export const placeOf = ({ offset, bytes }: ArenaRange): Place => [offset, bytes.length];
