import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYSEX_MOST_BYTES, writeMidiFile } from '@jamnet/jmid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoSongPath } from '../../src/asset.js';
import { loadSong } from '../../src/play/load-song.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'toaster-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a song', () => {
  it('that the demo plays is there and takes less than a minute', () => {
    const { song, problems } = loadSong(demoSongPath());
    expect(problems).toEqual([]);
    expect(song.events.length).toBeGreaterThan(200);
    expect(song.durationUs).toBeGreaterThan(20e6);
    expect(song.durationUs).toBeLessThan(50e6);
    expect(song.lowestNote).toBeLessThan(song.highestNote);
  });

  it('that is not there is a clear failure', () => {
    const missing = join(folder, 'none.mid');
    expect(() => loadSong(missing)).toThrow(`cannot read ${missing}: no such file or folder`);
    expect(() => loadSong(folder)).toThrow(/cannot read .*: it is a folder/);
  });

  it('leaves out a SysEx that is too long to be sent, and says so', () => {
    const path = join(folder, 'long.mid');
    const note = { type: 'note_on', channel: 1, note: 60, velocity: 80 } as const;
    const sysex = { type: 'sysex', data: new Array<number>(SYSEX_MOST_BYTES + 1).fill(0) } as const;
    const { bytes } = writeMidiFile([
      { timeUs: 0, message: note },
      { timeUs: 0, message: { ...sysex } },
    ]);
    writeFileSync(path, bytes);
    const { song, problems } = loadSong(path);
    expect(song.events.map(({ event }) => event)).toEqual([note]);
    expect(problems).toEqual([expect.stringMatching(/^a SysEx of 4194305 bytes is left out/)]);
  });

  it('in a large file is announced, and one that is too large is refused at once', () => {
    const path = join(folder, 'large.mid');
    writeFileSync(path, Buffer.alloc(3_000_000));
    const said: string[] = [];
    expect(() => loadSong(path, (line) => said.push(line))).toThrow(/not a MIDI file/);
    expect(said).toEqual([`reading ${path} (3 MB) …`]);
    truncateSync(path, 70e6);
    expect(() => loadSong(path, (line) => said.push(line))).toThrow(
      `${path} is too large: a file may have 64 MB, this one has 70 MB`,
    );
    expect(said).toHaveLength(1);
  });

  it.skipIf(process.platform === 'win32')('is not read from what has no end', () => {
    expect(() => loadSong('/dev/zero')).toThrow(/a file may have 64 MB, this one has more/);
  });

  it('in a RIFF file says so', () => {
    const path = join(folder, 'riff.mid');
    writeFileSync(path, 'RIFF----RMID');
    expect(() => loadSong(path)).toThrow(/riff\.mid is not a MIDI file: it is a RIFF file;/);
  });

  it('that is no MIDI file is a clear failure', () => {
    const path = join(folder, 'text.mid');
    writeFileSync(path, 'just text');
    expect(() => loadSong(path)).toThrow(
      /text\.mid is not a MIDI file: .*; give a Standard MIDI File/,
    );
  });
});
