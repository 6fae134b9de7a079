import { type Clock, JamError, type Timers } from '@jamnet/wire';
import type { DeviceChoice } from './device-choice.js';
import type { DeviceShape, DeviceSystem } from './device-system.js';

export interface LiveDevicesOptions {
  /** What the program is called where others see it. @default 'jamnet' */
  readonly name?: string;
  /** Channels that are recorded, 0 to 64. @default 2 */
  readonly inputChannels?: number;
  /** Channels that are played, 0 to 64. @default 2 */
  readonly outputChannels?: number;
  /** The rate that is asked for where the system lets one, 8,000 to 192,000; JACK has its own. @default 48,000 */
  readonly sampleRate?: number;
  /** Frames that are asked for at a time, 1 to 8,192, likewise. @default 128 */
  readonly periodFrames?: number;
  /** What to play and record by at first. @default nothing */
  readonly choice?: Partial<DeviceChoice>;
  /**
   * The systems to open; what several have is had from the first, and audio from one of them only: two would be in each other's way at the same sound card.
   * @default JACK, then the operating system's own audio and MIDI
   */
  readonly systems?: readonly DeviceSystem[];
  /** @default the system's monotonic clock */
  readonly clock?: Clock;
  /** @default the system's timers */
  readonly timers?: Timers;
}

const DEFAULTS: DeviceShape = {
  name: 'jamnet',
  inputChannels: 2,
  outputChannels: 2,
  sampleRate: 48_000,
  periodFrames: 128,
};

const RANGES = [
  ['inputChannels', 0, 64],
  ['outputChannels', 0, 64],
  ['sampleRate', 8_000, 192_000],
  ['periodFrames', 1, 8_192],
] as const;

/** What systems are asked for. Throws JamError `bad-option`. */
export function shapeOf(options: LiveDevicesOptions): DeviceShape {
  const shape: DeviceShape = {
    name: options.name ?? DEFAULTS.name,
    inputChannels: options.inputChannels ?? DEFAULTS.inputChannels,
    outputChannels: options.outputChannels ?? DEFAULTS.outputChannels,
    sampleRate: options.sampleRate ?? DEFAULTS.sampleRate,
    periodFrames: options.periodFrames ?? DEFAULTS.periodFrames,
  };
  for (const [key, least, most] of RANGES) {
    const value = shape[key];
    if (Number.isInteger(value) && value >= least && value <= most) continue;
    const message = `${key} is ${value}; it must be a whole number from ${least} to ${most}`;
    throw new JamError('bad-option', message);
  }
  return shape;
}
