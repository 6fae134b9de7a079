import { InvalidArgumentError } from 'commander';

/** Reads how many times as fast as written a song is played. */
export function parseSpeed(text: string): number {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= 0.01 && value <= 100)) {
    throw new InvalidArgumentError('Write a factor from 0.01 to 100, such as 1, 0.5 or 2.');
  }
  return value;
}

/** Reads the number of a UDP port; 0 stands for any free one. */
export function parsePort(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= 65_535)) {
    throw new InvalidArgumentError('Write a whole number from 0 to 65535; 0 takes any free port.');
  }
  return value;
}

/** Reads a seed: a whole number of 32 bits. */
export function parseSeed(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= 0xffff_ffff)) {
    throw new InvalidArgumentError('Write a whole number from 0 to 4294967295.');
  }
  return value;
}
