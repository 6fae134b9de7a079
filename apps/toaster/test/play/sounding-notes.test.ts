import { describe, expect, it } from 'vitest';
import { createSoundingNotes } from '../../src/play/sounding-notes.js';

describe('sounding notes', () => {
  it('are those that have begun and not ended, each on its channel and group', () => {
    const sounding = createSoundingNotes();
    sounding.note({ type: 'note_on', channel: 1, note: 60, velocity: 80 });
    sounding.note({ type: 'note_on', channel: 2, note: 60, velocity: 80 });
    sounding.note({ type: 'note_on', group: 2, channel: 1, note: 60, velocity: 80 });
    sounding.note({ type: 'note_on', channel: 1, note: 64, velocity: 80 });
    sounding.note({ type: 'note_off', channel: 1, note: 60, velocity: 0 });
    sounding.note({ type: 'note_on', channel: 1, note: 64, velocity: 0 });
    expect(sounding.takeReleases()).toEqual([
      { type: 'note_off', channel: 2, note: 60, velocity: 0 },
      { type: 'note_off', group: 2, channel: 1, note: 60, velocity: 0 },
    ]);
    expect(sounding.takeReleases()).toEqual([]);
  });

  it('go on under a pedal, which is lifted too', () => {
    const sounding = createSoundingNotes();
    sounding.note({ type: 'control_change', channel: 1, controller: 64, value: 100 });
    sounding.note({ type: 'control_change', channel: 1, controller: 66, value: 100 });
    sounding.note({ type: 'control_change', channel: 1, controller: 66, value: 10 });
    sounding.note({ type: 'control_change', channel: 1, controller: 7, value: 100 });
    expect(sounding.takeReleases()).toEqual([
      { type: 'control_change', channel: 1, controller: 64, value: 0 },
    ]);
  });

  it('of MIDI 2.0 are released as MIDI 2.0', () => {
    const sounding = createSoundingNotes();
    sounding.note({ type: 'midi2_note_on', channel: 1, note: 60, velocity: 0 });
    expect(sounding.takeReleases()).toEqual([
      { type: 'midi2_note_off', channel: 1, note: 60, velocity: 0 },
    ]);
  });
});
