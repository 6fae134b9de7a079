import {
  type ArenaRange,
  audioRingBytes,
  type AudioPort,
  type AudioRing,
  createAudioRing,
  JamError,
  type MappedArena,
  type NullAudioOptions,
} from '@jamnet/wire';
import { loadAddon } from '../addon.js';
import { nativeArena } from '../native-arena.js';
import { statusOf } from '../native-status.js';
import type { AudioAddon, Place } from './audio-addon.js';
import { checkOptions, type CheckedOptions } from './check-options.js';
import { DeviceRecords } from './device-records.js';

/**
 * Opens an audio device that has no sound card: a thread of its own that, every `periodFrames` frames by the clock, takes what is to be
 * played out of `output` and puts what it recorded into `input`. For tests and benches, and for a program that is to run where no
 * device is.
 *
 * Throws JamError `native-unavailable` where the native part or its audio is missing or the arena has no room, and `bad-option`.
 */
export function createNullAudio(options: NullAudioOptions = {}): AudioPort {
  const checked = checkOptions(options);
  const loaded = loadAddon();
  const status = statusOf(loaded);
  const memory = nativeArena();
  if (!loaded.ok || !memory.ok || !status.rooms.audio.ok) {
    const missing = status.rooms.audio as { reason: string; hint: string };
    throw new JamError('native-unavailable', `${missing.reason}; ${missing.hint}`);
  }
  return new NullAudio(loaded.addon as AudioAddon, memory.arena, checked);
}

class NullAudio implements AudioPort {
  readonly kind = 'null';
  readonly sampleRate: number;
  readonly periodFrames: number;
  readonly output: AudioRing | undefined;
  readonly input: AudioRing | undefined;
  readonly #records: DeviceRecords;
  readonly #device: InstanceType<AudioAddon['NullAudio']>;
  readonly #ranges: ArenaRange[] = [];
  #handler: () => void = () => {};
  #closed = false;

  constructor(addon: AudioAddon, arena: MappedArena, options: CheckedOptions) {
    const { source, sampleRate, periodFrames, outputChannels, inputChannels } = options;
    this.sampleRate = sampleRate;
    this.periodFrames = periodFrames;
    try {
      const records = this.#allocate(arena, 4 * addon.NullAudio.recordWords);
      const output = this.#makeRing(arena, options, outputChannels);
      const input = this.#makeRing(arena, options, inputChannels);
      const loop = source instanceof Float32Array ? this.#copy(arena, source) : undefined;
      this.output = output?.ring;
      this.input = input?.ring;
      this.#records = new DeviceRecords(records.bytes, addon.NullAudio);
      const request = {
        sampleRate,
        periodFrames,
        startNs: options.startNs,
        priority: options.priority,
        spinUs: options.spinUs,
        records: placeOf(records),
        output: output && placeOf(output.range),
        input: input && placeOf(input.range),
        source: typeof source === 'string' ? source : ('loop' as const),
        loop: loop && placeOf(loop),
      };
      this.#device = new addon.NullAudio(request, () => this.#handler());
    } catch (error) {
      for (const range of this.#ranges) range.free();
      if (error instanceof JamError) throw error;
      throw new JamError('native-unavailable', `no audio device: ${(error as Error).message}`);
    }
  }

  get startNs(): number {
    return this.#records.startNs();
  }

  get realtime(): AudioPort['realtime'] {
    return this.#records.realtime();
  }

  onPeriod(handler: () => void): void {
    this.#handler = handler;
  }

  stats() {
    return this.#records.stats();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#device.close();
    this.#records.keep();
    for (const range of this.#ranges) range.free();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #makeRing(arena: MappedArena, options: CheckedOptions, channels: number) {
    if (channels === 0) return undefined;
    const format = { sampleRate: options.sampleRate, channels, frames: options.ringFrames };
    const range = this.#allocate(arena, audioRingBytes(format));
    return { range, ring: createAudioRing(range.bytes, format) };
  }

  #copy(arena: MappedArena, samples: Float32Array): ArenaRange {
    const range = this.#allocate(arena, samples.byteLength);
    new Float32Array(range.bytes.buffer, range.offset, samples.length).set(samples);
    return range;
  }

  #allocate(arena: MappedArena, bytes: number): ArenaRange {
    const range = arena.allocate(bytes);
    if (range === undefined) {
      const message = `no audio device: the arena has no room for ${bytes} bytes; JAMNET_ARENA_BYTES asks for a larger one`;
      throw new JamError('native-unavailable', message);
    }
    this.#ranges.push(range);
    return range;
  }
}

const placeOf = ({ offset, bytes }: ArenaRange): Place => [offset, bytes.length];
