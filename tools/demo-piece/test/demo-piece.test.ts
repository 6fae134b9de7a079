import { readFileSync } from 'node:fs';
import { readMidiFile } from '@jamnet/jmid';
import { describe, expect, it } from 'vitest';
import { renderDemoPiece } from '../performance.js';
import { ARPEGGIO_BARS, CADENCE, FINAL, noteNumber } from '../score.js';

const file = readMidiFile(renderDemoPiece());

/** Pitch classes of the harmonies, written down apart from the score: a slip of a note shows here. */
const HARMONIES: Readonly<Record<string, readonly string[]>> = {
  C: ['C', 'E', 'G'],
  'Dm7/C': ['D', 'F', 'A', 'C'],
  'G7/B': ['G', 'B', 'D', 'F'],
  'Am/C': ['A', 'C', 'E'],
  'D7/C': ['D', 'F#', 'A', 'C'],
  'G/B': ['G', 'B', 'D'],
  'Cmaj7/B': ['C', 'E', 'G', 'B'],
  Am7: ['A', 'C', 'E', 'G'],
  D7: ['D', 'F#', 'A', 'C'],
  G: ['G', 'B', 'D'],
};

const pitchClass = (name: string) => name.replace(/\d/, '');

describe('the demo piece', () => {
  it('is the file that the repository carries', () => {
    const carried = readFileSync(new URL('../../../apps/toaster/assets/demo.mid', import.meta.url));
    expect(carried.equals(renderDemoPiece())).toBe(true);
  });

  it('lasts between 30 and 38 seconds and begins at once', () => {
    expect(file.problems).toEqual([]);
    expect(file.durationUs).toBeGreaterThan(30_000_000);
    expect(file.durationUs).toBeLessThan(38_000_000);
    const firstNote = file.events.find(({ message }) => message.type === 'note_on')!;
    expect(firstNote.timeUs).toBeLessThan(100_000);
  });

  it('begins with a SysEx and sets an instrument for each hand', () => {
    expect(file.events[0]!.message).toEqual({ type: 'sysex', data: [0x7e, 0x7f, 9, 1] });
    const programs = file.events.filter(({ message }) => message.type === 'program_change');
    expect(programs).toHaveLength(2);
  });

  it('releases every key and pedal that it presses, and presses none twice', () => {
    const down = new Set<string>();
    for (const { message } of file.events) {
      if (message.type === 'note_on') {
        const key = `${message.channel}/${message.note}`;
        expect(down.has(key)).toBe(false);
        down.add(key);
      } else if (message.type === 'note_off') {
        expect(down.delete(`${message.channel}/${message.note}`)).toBe(true);
      } else if (message.type === 'control_change' && message.controller === 64) {
        const pedal = `pedal ${message.channel}`;
        if (message.value > 0) down.add(pedal);
        else expect(down.delete(pedal)).toBe(true);
      }
    }
    expect([...down]).toEqual([]);
  });

  it.each(ARPEGGIO_BARS)('bar $bar is $harmony, from low to high', ({ harmony, voices }) => {
    expect([...new Set(voices.map(pitchClass))].sort()).toEqual([...HARMONIES[harmony]!].sort());
    const numbers = voices.map(noteNumber);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    const bass = harmony.split('/')[1] ?? harmony[0];
    expect(pitchClass(voices[0])).toBe(bass);
  });

  it('the cadence is a dominant seventh over the tonic but for one passing note, the end is C', () => {
    const strange = CADENCE.melody.filter(
      (name) => !['G', 'B', 'D', 'F'].includes(pitchClass(name)),
    );
    expect(strange).toEqual(['E4']);
    expect(CADENCE.melody).toHaveLength(14);
    expect(new Set([...FINAL.bass, ...FINAL.chord].map(pitchClass))).toEqual(
      new Set(HARMONIES['C']),
    );
  });
});
