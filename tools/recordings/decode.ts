import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { SAMPLE_RATE } from './cache.js';

const MOST_BYTES = 1 << 28;

/** A recording as mono samples at 48 kHz, from `startS` on for `seconds`; all of it without. */
export function decodeFile(file: string, startS = 0, seconds?: number): Float32Array {
  if (extname(file) !== '.opus') return sox(file, startS, seconds);
  return inScratch((folder) => {
    const wave = join(folder, 'opus.wav');
    run('opusdec', ['--quiet', '--float', '--rate', String(SAMPLE_RATE), file, wave]);
    return sox(wave, startS, seconds);
  });
}

/** The same for a member of a zip file. */
export function decodeWithin(
  zip: string,
  member: string,
  startS: number,
  seconds: number,
): Float32Array {
  return inScratch((folder) => {
    const file = join(folder, `member${extname(member)}`);
    writeFileSync(file, run('unzip', ['-p', zip, member]));
    return decodeFile(file, startS, seconds);
  });
}

/** A MIDI file played by a soundfont. */
export function playMidi(
  midi: Uint8Array,
  soundfont: string,
  startS: number,
  seconds: number,
): Float32Array {
  return inScratch((folder) => {
    const file = join(folder, 'piece.mid');
    const wave = join(folder, 'piece.wav');
    writeFileSync(file, midi);
    const rate = ['-r', String(SAMPLE_RATE), '-O', 'float', '-T', 'wav'];
    run('fluidsynth', ['-q', '-ni', '-g', '0.8', ...rate, '-F', wave, soundfont, file]);
    return sox(wave, startS, seconds);
  });
}

function sox(file: string, startS: number, seconds: number | undefined): Float32Array {
  const shape = ['-t', 'f32', '-r', String(SAMPLE_RATE), '-'];
  const cut = ['trim', String(startS), ...(seconds === undefined ? [] : [String(seconds)])];
  const bytes = run('sox', ['-V1', file, ...shape, ...cut, 'remix', '-', 'rate', '-v']);
  return new Float32Array(new Uint8Array(bytes).buffer);
}

function inScratch<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'jamnet-recordings-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(program: string, args: readonly string[]): Buffer {
  const { error, status, stdout, stderr } = spawnSync(program, args, { maxBuffer: MOST_BYTES });
  if (error !== undefined || status !== 0) {
    throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr.toString()}`);
  }
  return stdout;
}

/** A recording as it lies in a file of the cache. */
export function readFloats(file: string): Float32Array {
  return new Float32Array(new Uint8Array(readFileSync(file)).buffer);
}
