import type { AudioPort, AudioPortStats, AudioRing, AudioVoice } from '@jamnet/wire';
import type { DeviceMemory } from './device-memory.js';
import type { DeviceRecords } from './device-records.js';
import type { DeviceVoices } from './device-voices.js';

/** What every device of this package has: its memory, what its thread tells, its voices. */
export interface DeviceParts {
  readonly memory: DeviceMemory;
  readonly records: DeviceRecords;
  readonly voices: DeviceVoices;
  readonly output: AudioRing | undefined;
  readonly input: AudioRing | undefined;
}

/** What all devices do alike. */
export abstract class DevicePort implements AudioPort {
  abstract readonly kind: string;
  abstract readonly sampleRate: number;
  abstract readonly periodFrames: number;
  abstract readonly inputLatencyFrames: number;
  abstract readonly outputLatencyFrames: number;
  abstract readonly ended: boolean;
  #parts: DeviceParts | undefined;
  #handler: (() => void) | undefined;
  #closed = false;

  /** Once, before anything else is asked of it. */
  protected begin(parts: DeviceParts): void {
    this.#parts = parts;
    parts.records.tellEvery(undefined);
  }

  protected get parts(): DeviceParts {
    return this.#parts!;
  }

  protected get closed(): boolean {
    return this.#closed;
  }

  get output(): AudioRing | undefined {
    return this.parts.output;
  }

  get input(): AudioRing | undefined {
    return this.parts.input;
  }

  get startNs(): number {
    return this.parts.records.startNs();
  }

  get realtime(): AudioPort['realtime'] {
    return this.parts.records.realtime();
  }

  onPeriod(handler: (() => void) | undefined, everyFrames = 0): void {
    this.#handler = handler;
    if (!this.#closed)
      this.parts.records.tellEvery(handler === undefined ? undefined : everyFrames);
  }

  /** The device's thread has told of periods. */
  protected afterPeriod(): void {
    this.#handler?.();
  }

  addVoice(channels: number): AudioVoice {
    return this.parts.voices.add(channels, this.output?.channels ?? 0);
  }

  stats(): AudioPortStats {
    return this.parts.records.stats();
  }

  /** Returns when the device's thread touches nothing any more. */
  protected abstract end(): void;

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const { voices, records, memory } = this.parts;
    voices.close();
    this.end();
    records.keep();
    memory.free();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
