import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMidiFile } from '@jamnet/jmid';
import type { Piece, PlayedNote } from './pieces.js';

/** Pieces out of all MIDI files of a folder and those within it; those that cannot be read are passed over. */
export function readPieces(folder: string): Piece[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.midi?$/iu.test(file))
    .sort()
    .flatMap((file) => {
      const piece = readPiece(join(folder, file), file);
      return piece === null || piece.notes.length < 100 ? [] : [piece];
    });
}

function readPiece(path: string, name: string): Piece | null {
  let events;
  try {
    ({ events } = readMidiFile(readFileSync(path)));
  } catch {
    return null;
  }
  const notes: PlayedNote[] = [];
  const sounding = new Map<number, Omit<PlayedNote, 'offNs'>>();
  for (const { timeUs, message } of events) {
    if (message.type !== 'note_on' && message.type !== 'note_off') continue;
    const { channel, note, velocity } = message;
    const key = channel * 128 + note;
    const before = sounding.get(key);
    if (before !== undefined) notes.push({ ...before, offNs: timeUs * 1e3 });
    sounding.delete(key);
    if (message.type === 'note_on' && velocity > 0)
      sounding.set(key, { channel, note, velocity, onNs: timeUs * 1e3 });
  }
  return { name, notes: notes.sort((a, b) => a.onNs - b.onNs) };
}
