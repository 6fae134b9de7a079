import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRecordingFile } from '../../src/listen/recording-file.js';
import { loadSong } from '../../src/play/load-song.js';
import type { TimedEvent } from '../../src/play/song.js';

const EVENTS: TimedEvent[] = [
  { atUs: 0, event: { type: 'note_on', channel: 1, note: 60, velocity: 80 } },
  { atUs: 10_000, event: { type: 'sysex', data: [1, 2, 3] } },
  { atUs: 123_460, event: { type: 'note_off', channel: 1, note: 60, velocity: 0 } },
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toaster-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a recording’s file', () => {
  it('does not exist before it is whole, and then holds every event at its time', () => {
    const path = join(folder, 'got.mid');
    const file = openRecordingFile(path);
    expect(readdirSync(folder)).toEqual([]);
    expect(file.write(EVENTS)).toEqual({ written: 3, leftOut: 0 });
    expect(readdirSync(folder)).toEqual(['got.mid']);
    expect(loadSong(path).song.events).toEqual(EVENTS);
  });

  it('replaces an older one', () => {
    const path = join(folder, 'got.mid');
    writeFileSync(path, 'old');
    openRecordingFile(path).write(EVENTS);
    expect(readFileSync(path).subarray(0, 4).toString()).toBe('MThd');
  });

  it('is written through a link, which stays', () => {
    writeFileSync(join(folder, 'real.mid'), 'old');
    symlinkSync(join(folder, 'real.mid'), join(folder, 'link.mid'));
    openRecordingFile(join(folder, 'link.mid')).write(EVENTS);
    expect(readFileSync(join(folder, 'real.mid')).subarray(0, 4).toString()).toBe('MThd');
  });

  it('is written through a link to what is not there yet', () => {
    mkdirSync(join(folder, 'sub'));
    symlinkSync('second.mid', join(folder, 'sub', 'first.mid'));
    symlinkSync(join('sub', 'first.mid'), join(folder, 'link.mid'));
    openRecordingFile(join(folder, 'link.mid')).write(EVENTS);
    expect(lstatSync(join(folder, 'link.mid')).isSymbolicLink()).toBe(true);
    expect(loadSong(join(folder, 'sub', 'second.mid')).song.events).toEqual(EVENTS);
    symlinkSync('round.mid', join(folder, 'round.mid'));
    expect(() => openRecordingFile(join(folder, 'round.mid'))).toThrow(/cannot write/);
  });

  it('is refused at once where it cannot be written', () => {
    mkdirSync(join(folder, 'sub'));
    const refused = (path: string) => () => openRecordingFile(path);
    expect(refused(join(folder, 'none', 'got.mid'))).toThrow(
      /cannot write .*no such file or folder.*--out/,
    );
    expect(refused(join(folder, 'sub'))).toThrow(/it is a folder/);
    expect(refused('/dev/null')).toThrow(/no ordinary file/);
  });

  it.skipIf(process.getuid?.() === 0)('is refused at once without permission', () => {
    const path = join(folder, 'got.mid');
    writeFileSync(path, 'old');
    chmodSync(path, 0o400);
    expect(() => openRecordingFile(path)).toThrow(/permission denied/);
  });

  it('without an event is still a MIDI file', () => {
    const path = join(folder, 'empty.mid');
    expect(openRecordingFile(path).write([]).written).toBe(0);
    expect(() => loadSong(path)).toThrow(/holds nothing to play/);
  });
});
