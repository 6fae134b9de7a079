import { describe, expect, it } from 'vitest';
import { CLIPS } from '../clips.js';
import { playPattern } from '../drum-pattern.js';
import { soloChannels } from '../midi-solo.js';
import { SOURCES } from '../sources.js';

describe('the list of recordings', () => {
  it('names every clip once, from a package that serves its half', () => {
    expect(new Set(CLIPS.map(({ name }) => name)).size).toBe(CLIPS.length);
    for (const { source, split, recipe } of CLIPS) {
      const fonts = recipe.kind === 'midi' ? [recipe.soundfont[0]] : [];
      for (const name of [source, ...fonts]) {
        const found = SOURCES.find((each) => each.name === name);
        expect(found?.splits, name).toContain(split);
        expect(found?.licence, name).toBeTruthy();
      }
    }
  });

  it('never has one recording in both halves', () => {
    const recordings = (split: string): string[] =>
      CLIPS.filter((clip) => clip.split === split).flatMap(({ source, recipe }) => {
        if (recipe.kind === 'pattern') return recipe.rows.map(([file]) => recipe.folder + file);
        if (recipe.kind === 'row') return [...recipe.files];
        return [`${source}/${recipe.file}/${'within' in recipe ? recipe.within : ''}`];
      });
    const held = new Set(recordings('held'));
    expect(recordings('dev').filter((file) => held.has(file))).toEqual([]);
  });

  it('covers every kind of music in both halves', () => {
    for (const split of ['dev', 'held']) {
      const groups = new Set(CLIPS.filter((c) => c.split === split).map(({ group }) => group));
      expect([...groups].sort()).toEqual([
        'drums',
        'guitar',
        'mix',
        'piano',
        'strings',
        'synth',
        'voice',
        'winds',
      ]);
    }
  });
});

describe('one channel of a MIDI file', () => {
  // Program 5 on channel 0 and 7 on channel 1, then notes of both, the second by running status.
  const events = [0, 0xc0, 5, 0, 0xc1, 7, 0, 0x90, 60, 100, 10, 62, 90, 0, 0x91, 64, 80];
  const end = [0, 0xff, 0x2f, 0];
  const head = [0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96];
  const track = [0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, events.length + end.length];
  const file = Uint8Array.from([...head, ...track, ...events, ...end]);
  const eventsOf = (midi: Uint8Array): number[] => [...midi.subarray(22, 22 + events.length)];

  it('silences the others and leaves the times alone', () => {
    const solo = eventsOf(soloChannels(file, [1], undefined));
    expect(solo).toEqual([0, 0xc0, 5, 0, 0xc1, 7, 0, 0x90, 60, 0, 10, 62, 0, 0, 0x91, 64, 80]);
  });

  it('changes the instrument', () => {
    const played = eventsOf(soloChannels(file, undefined, 40));
    expect(played.slice(0, 6)).toEqual([0, 0xc0, 40, 0, 0xc1, 40]);
    expect(played.slice(6)).toEqual(events.slice(6));
  });
});

describe('a drum pattern', () => {
  it('plays each stroke near its place on the grid, loud and soft', () => {
    const click = Float32Array.of(1);
    const out = playPattern([{ sound: click, strokes: 'x...o...' }], 120, 1, () => 0.5);
    const strokes = [...out.entries()].filter(([, sample]) => sample !== 0);
    const late = 192; // half of 8 ms
    expect(strokes.map(([at]) => at)).toEqual([late, 24_000 + late]);
    expect(strokes.map(([, sample]) => Number(sample.toFixed(3)))).toEqual([0.5, 0.2]);
  });
});
