import { writeFileSync } from 'node:fs';
import { writeMidiFile, type MidiFileInput } from '@jamnet/jmid';
import type { JmidEvent } from '@jamnet/schemas';

const PITCHES = [60, 64, 67, 72, 76, 67, 72, 76];

/** A second with some of everything that a file can hold: chords, pedals, bends, programs, SysEx short and long. */
export function writeTestSong(path: string): void {
  const events: MidiFileInput[] = [];
  const add = (timeMs: number, message: JmidEvent) =>
    events.push({ timeUs: timeMs * 1_000, message });
  add(0, { type: 'program_change', channel: 1, program: 5 });
  add(0, { type: 'control_change', channel: 1, controller: 64, value: 127 });
  add(0, { type: 'sysex', data: [0x7e, 0x7f, 0x09, 0x01] });
  for (let beat = 0; beat < 16; beat += 1) {
    const atMs = 20 + beat * 60;
    const note = PITCHES[beat % PITCHES.length];
    add(atMs, { type: 'note_on', channel: 1, note, velocity: 40 + beat });
    add(atMs, { type: 'note_on', channel: 2, note: note - 24, velocity: 64 });
    add(atMs + 7, { type: 'pitch_bend', channel: 1, bend: 8192 + beat * 100 });
    add(atMs + 13, { type: 'poly_pressure', channel: 1, note, pressure: beat });
    add(atMs + 31, { type: 'channel_pressure', channel: 2, pressure: 100 - beat });
    add(atMs + 50, { type: 'note_off', channel: 1, note, velocity: 12 });
    add(atMs + 51, { type: 'note_off', channel: 2, note: note - 24, velocity: 0 });
  }
  add(503, { type: 'sysex', data: Array.from({ length: 3_000 }, (_, at) => at % 128) });
  add(999, { type: 'control_change', channel: 1, controller: 64, value: 0 });
  writeFileSync(path, writeMidiFile(events, { name: 'A test' }).bytes);
}

/** Four seconds of running notes, 400 events: enough to say something about a share of what was lost. */
export function writeRunningNotes(path: string): void {
  const events: MidiFileInput[] = [];
  for (let at = 0; at < 200; at += 1) {
    const note = 48 + ((at * 7) % 36);
    events.push({
      timeUs: at * 20_000,
      message: { type: 'note_on', channel: 1, note, velocity: 70 },
    });
    events.push({
      timeUs: at * 20_000 + 15_000,
      message: { type: 'note_off', channel: 1, note, velocity: 0 },
    });
  }
  writeFileSync(path, writeMidiFile(events).bytes);
}

/** A note that is held for ten minutes. */
export function writeLongNote(path: string): void {
  const events: MidiFileInput[] = [
    { timeUs: 0, message: { type: 'note_on', channel: 1, note: 60, velocity: 80 } },
    { timeUs: 0, message: { type: 'control_change', channel: 1, controller: 64, value: 127 } },
    { timeUs: 600e6, message: { type: 'note_off', channel: 1, note: 60, velocity: 0 } },
  ];
  writeFileSync(path, writeMidiFile(events).bytes);
}
