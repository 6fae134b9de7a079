import { formatCount, formatCountOf } from '../report/number-format.js';

/** How samples lie in a file: whole numbers of the full scale, or floating point with 1 as the full scale. */
export type SampleCoding = 'int' | 'float';

/** What the samples of a WAV file are. */
export interface WaveFormat {
  /** Frames a second, 1 and more. */
  readonly sampleRate: number;
  /** 1 to {@link MOST_CHANNELS}. */
  readonly channels: number;
  readonly coding: SampleCoding;
  /** Of one sample as it lies in the file: 1 (unsigned), 2, 3, 4 for `int`; 4, 8 for `float`. */
  readonly bytesPerSample: number;
}

export const MOST_CHANNELS = 64;

export function bytesPerFrame({ channels, bytesPerSample }: WaveFormat): number {
  return channels * bytesPerSample;
}

/** `24-bit, 2 channels, 48,000 Hz`. */
export function formatText({ sampleRate, channels, coding, bytesPerSample }: WaveFormat): string {
  const bits = `${bytesPerSample * 8}-bit${coding === 'float' ? ' float' : ''}`;
  const count = channels === 1 ? 'mono' : formatCountOf(channels, 'channel');
  return `${bits}, ${count}, ${formatCount(sampleRate)} Hz`;
}
