import { JamError } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { readMidiFile, type MidiFile } from '../../src/index.js';
import { chunkHead, END_OF_TRACK, file, header, tempo, text, track } from './file-bytes.js';

const on = (note: number, velocity = 64) => ({ type: 'note_on', channel: 1, note, velocity });

/** What was read, as [time, message] pairs. */
function timeline({ events }: MidiFile) {
  return events.map(({ timeUs, message }) => [timeUs, message]);
}

function refusal(bytes: Uint8Array): string {
  try {
    readMidiFile(bytes);
  } catch (error) {
    if (error instanceof JamError && error.code === 'not-a-midi-file') return error.message;
    throw error;
  }
  return 'was read';
}

describe('reading a Standard MIDI File', () => {
  it('reads format 0 with running status and every channel message', () => {
    const read = readMidiFile(
      file(
        header(0, 1, 96),
        track(
          ...[0, 0xc0, 5, 0, 0xb0, 7, 100, 0, 10, 64],
          ...[0, 0x90, 60, 64, 96, 60, 0, 0, 0x80, 61, 32],
          ...[0, 0xa0, 60, 9, 0, 0xd0, 8, 0, 0xe0, 1, 0x7f],
          ...END_OF_TRACK,
        ),
      ),
    );
    expect(read).toMatchObject({ format: 0, division: { ticksPerQuarter: 96 }, problems: [] });
    expect(read.durationUs).toBe(500_000);
    expect(read.tempoMap).toEqual([{ tick: 0, timeUs: 0, microsecondsPerQuarter: 500_000 }]);
    expect(read.name).toBeUndefined();
    expect(timeline(read)).toEqual([
      [0, { type: 'program_change', channel: 1, program: 5 }],
      [0, { type: 'control_change', channel: 1, controller: 7, value: 100 }],
      [0, { type: 'control_change', channel: 1, controller: 10, value: 64 }],
      [0, on(60)],
      [500_000, on(60, 0)],
      [500_000, { type: 'note_off', channel: 1, note: 61, velocity: 32 }],
      [500_000, { type: 'poly_pressure', channel: 1, note: 60, pressure: 9 }],
      [500_000, { type: 'channel_pressure', channel: 1, pressure: 8 }],
      [500_000, { type: 'pitch_bend', channel: 1, bend: 0x3f81 }],
    ]);
  });

  it('reads format 1: tracks together, in time order, of one moment in track order', () => {
    const read = readMidiFile(
      file(
        header(1, 3, 10),
        track(...text(0, 3, [0x4a, 0x61, 0x6d]), ...tempo(10, 1_000_000), ...END_OF_TRACK),
        track(...text(0, 3, [0x41]), 10, 0x90, 1, 64, 10, 2, 64, ...END_OF_TRACK),
        track(5, 0x90, 3, 64, 5, 4, 64, 20, 0xff, 0x2f, 0),
      ),
    );
    expect(read.name).toBe('Jam');
    expect(
      read.events.map(({ timeUs, track: number, message }) => [timeUs, number, message]),
    ).toEqual([
      [250_000, 2, on(3)],
      [500_000, 1, on(1)],
      [500_000, 2, on(4)],
      [1_500_000, 1, on(2)],
    ]);
    expect(read.durationUs).toBe(2_500_000);
    expect(read.tempoMap).toEqual([
      { tick: 0, timeUs: 0, microsecondsPerQuarter: 500_000 },
      { tick: 10, timeUs: 500_000, microsecondsPerQuarter: 1_000_000 },
    ]);
  });

  it('reads format 2: one track after the other, each with its own tempo', () => {
    const read = readMidiFile(
      file(
        header(2, 2, 10),
        track(...tempo(0, 1_000_000), 5, 0x90, 1, 64, 5, 0xff, 0x2f, 0),
        track(10, 0x90, 2, 64, ...END_OF_TRACK),
      ),
    );
    expect(timeline(read)).toEqual([
      [500_000, on(1)],
      [1_500_000, on(2)],
    ]);
    expect(read.durationUs).toBe(1_500_000);
    expect(read.tempoMap.map(({ tick, timeUs }) => [tick, timeUs])).toEqual([
      [0, 0],
      [10, 1_000_000],
    ]);
  });

  it.each([
    [25, 40, 1000],
    [24, 100, 417],
    [30, 80, 417],
    [29, 100, 334],
  ])('reads a division of %i frames a second and %i ticks a frame', (fps, ticks, firstUs) => {
    const division = ((0x100 - fps) << 8) | ticks;
    const read = readMidiFile(
      file(header(0, 1, division), track(...tempo(0, 1), 1, 0x90, 1, 64, ...END_OF_TRACK)),
    );
    expect(read.division).toEqual({ framesPerSecond: fps, ticksPerFrame: ticks });
    expect(read.tempoMap).toEqual([]);
    expect(timeline(read)).toEqual([[firstUs, on(1)]]);
  });

  it('rounds each time once: a thousand uneven ticks do not drift', () => {
    const ticks = Array.from({ length: 1000 }, () => [1, 0x90, 1, 64]).flat();
    const read = readMidiFile(
      file(header(0, 1, 96), track(...tempo(0, 500_001), ...ticks, ...END_OF_TRACK)),
    );
    expect(read.events.at(-1)!.timeUs).toBe(Math.round((1000 * 500_001) / 96));
    expect(read.events[499]!.timeUs).toBe(Math.round((500 * 500_001) / 96));
  });

  it('reads SysEx: whole, in packets, empty, and what F7 events carry', () => {
    const read = readMidiFile(
      file(
        header(0, 1, 96),
        track(
          ...[0, 0xf0, 5, 0x7e, 0x7f, 9, 1, 0xf7],
          ...[0, 0xf0, 2, 1, 2, 96, 0xf7, 1, 3, 96, 0xf7, 2, 4, 0xf7],
          ...[0, 0xf0, 1, 0xf7],
          ...[0, 0xf7, 3, 0xf2, 1, 2, 0, 0xf7, 1, 0xf8, 0, 0xf7, 2, 0xf3, 5],
          ...[0, 0xf7, 4, 0xf0, 8, 9, 0xf7],
          ...END_OF_TRACK,
        ),
      ),
    );
    expect(timeline(read)).toEqual([
      [0, { type: 'sysex', data: [0x7e, 0x7f, 9, 1] }],
      [1_000_000, { type: 'sysex', data: [1, 2, 3, 4] }],
      [1_000_000, { type: 'sysex', data: [] }],
      [1_000_000, { type: 'song_position', value: 257 }],
      [1_000_000, { type: 'clock' }],
      [1_000_000, { type: 'song_select', value: 5 }],
      [1_000_000, { type: 'sysex', data: [8, 9] }],
    ]);
    expect(read.problems).toEqual([]);
  });

  it('takes the port of a track for its group', () => {
    const read = readMidiFile(
      file(header(0, 1, 96), track(0, 0xff, 0x21, 1, 4, 0, 0x90, 1, 64, ...END_OF_TRACK)),
    );
    expect(timeline(read)).toEqual([[0, { ...on(1), group: 5 }]]);
  });

  it('reads a name as UTF-8, else as Latin-1, and keeps control characters out of it', () => {
    const named = (bytes: number[]) =>
      readMidiFile(file(header(0, 1, 96), track(...text(0, 3, bytes), ...END_OF_TRACK))).name;
    expect(named([...new TextEncoder().encode('Prélude ♪')])).toBe('Prélude ♪');
    expect(named([0x50, 0x72, 0xe9])).toBe('Pré');
    expect(named([0x1b, 0x5b, 0x32, 0x4a, 0x41, 0x07, 0x9b])).toBe('[2JA');
    expect(named([])).toBeUndefined();
  });

  it('steps over chunks of other kinds, a longer header, and other meta events', () => {
    const read = readMidiFile(
      file(
        [...chunkHead('MThd', 8), 0, 0, 0, 1, 0, 96, 0xaa, 0xbb],
        [...chunkHead('XFIH', 2), 1, 2],
        track(0, 0xff, 0x58, 4, 4, 2, 24, 8, ...text(0, 5, [65]), 0, 0x90, 1, 64, ...END_OF_TRACK),
      ),
    );
    expect(timeline(read)).toEqual([[0, on(1)]]);
    expect(read.problems).toEqual([]);
  });
});

describe('a file with something wrong', () => {
  const read = (...bytes: number[]) => readMidiFile(file(header(0, 1, 96), track(...bytes)));

  it('is read as far as it goes when its last track is truncated', () => {
    const whole = file(header(0, 1, 96), track(0, 0x90, 1, 64, 96, 2, 64, ...END_OF_TRACK));
    const cut = readMidiFile(whole.subarray(0, whole.length - 6));
    expect(timeline(cut)).toEqual([[0, on(1)]]);
    expect(cut.durationUs).toBe(500_000);
    expect(cut.problems).toEqual([
      'track 0, byte 18: 6 bytes of the track are missing',
      'track 0, byte 26: an event is cut off; the rest of the track is left out',
    ]);
  });

  it('is read to the last event when the end of the track is missing', () => {
    const { events, problems } = read(0, 0x90, 1, 64);
    expect(events).toHaveLength(1);
    expect(problems).toEqual(['track 0, byte 26: no end-of-track event']);
  });

  it.each([
    ['a data byte above 127', [0, 0x90, 1, 200], 'byte C8 stands for data'],
    ['a real-time byte', [0, 0xf8], 'byte F8 starts no event of a file'],
    ['a system common byte', [0, 0xf2, 1, 2], 'byte F2 starts no event of a file'],
    ['a delta time of five bytes', [0x81, 0x81, 0x81, 0x81, 1, 60], 'over four bytes'],
    ['a meta event beyond the track', [0, 0xff, 1, 100], 'a meta event is cut off'],
    ['SysEx beyond the track', [0, 0xf0, 100, 1], 'a SysEx is cut off'],
    ['a SysEx length of five bytes', [0, 0xf0, 0x8f, 0xff, 0xff, 0xff, 0x78], 'over four bytes'],
  ])('keeps what stands before %s, and the next track', (_what, bytes, expected) => {
    const { events, problems } = readMidiFile(
      file(header(1, 2, 96), track(0, 0xc0, 1, ...bytes), track(0, 0x90, 5, 64, ...END_OF_TRACK)),
    );
    expect(events.map(({ message }) => message)).toEqual([
      { type: 'program_change', channel: 1, program: 1 },
      on(5),
    ]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('track 0, byte 25: ');
    expect(problems[0]).toContain(expected);
  });

  it('ends the track at data without a status', () => {
    const { events, problems } = read(0, 60, 64, ...END_OF_TRACK);
    expect(events).toEqual([]);
    expect(problems).toEqual([
      'track 0, byte 22: data byte 3C without a status; the rest of the track is left out',
    ]);
  });

  it('takes running status across a meta event, which many files have, and says so once', () => {
    const { events, problems } = read(
      ...[0, 0x90, 1, 64, ...text(0, 1, [65]), 0, 2, 64, ...text(0, 1, [65]), 0, 3, 64],
      ...END_OF_TRACK,
    );
    expect(events.map(({ message }) => message)).toEqual([on(1), on(2), on(3)]);
    expect(problems).toEqual(['track 0, byte 32: running status across a meta event or SysEx']);
  });

  it('keeps SysEx without F7 at its own time and drops SysEx with other bytes inside', () => {
    const { events, problems } = read(
      ...[0, 0xf0, 2, 1, 2, 96, 0x90, 1, 64, 0, 0xf0, 3, 1, 0x90, 0xf7, 0, 0x90, 2, 64],
      ...END_OF_TRACK,
    );
    expect(events.map(({ timeUs, message }) => [timeUs, message])).toEqual([
      [0, { type: 'sysex', data: [1, 2] }],
      [500_000, on(1)],
      [500_000, on(2)],
    ]);
    expect(problems).toEqual([
      'track 0, byte 23: a SysEx without F7 at its end',
      'track 0, byte 35: byte 90 inside a SysEx; the SysEx is left out',
    ]);
  });

  it('ignores a tempo of zero and a port that is no group', () => {
    const { durationUs, problems } = read(...tempo(0, 0), 0, 0xff, 0x21, 1, 16, 96, 0xff, 0x2f, 0);
    expect(durationUs).toBe(500_000);
    expect(problems).toHaveLength(2);
  });

  it('says when the number of tracks is not the promised one', () => {
    const one = file(header(1, 3, 96), track(...END_OF_TRACK), [1, 2, 3]);
    expect(readMidiFile(one).problems).toEqual([
      'byte 26: 3 bytes that are no chunk',
      'the header promises 3 tracks, the file has 1',
    ]);
  });

  it('lists at most 50 problems and how many more there are', () => {
    const bad = Array.from({ length: 60 }, () => tempo(0, 0)).flat();
    const { problems } = read(...bad, ...END_OF_TRACK);
    expect(problems).toHaveLength(51);
    expect(problems[50]).toBe('and 10 more');
  });

  it('leaves out what lies beyond the exact integers', () => {
    const far = [0xff, 0xff, 0xff, 0x7f];
    const rests = Array.from({ length: 64 }, () => [...far, 0xff, 1, 0]).flat();
    const slowest = tempo(0, 0xff_ffff);
    const { events, durationUs, problems } = readMidiFile(
      file(
        header(0, 1, 1),
        track(...slowest, 0, 0x90, 1, 64, ...rests, 0, 0x90, 2, 64, ...END_OF_TRACK),
      ),
    );
    expect(events).toHaveLength(1);
    expect(durationUs).toBe(Number.MAX_SAFE_INTEGER);
    expect(problems).toEqual(['1 events lie beyond 2^53 microseconds and are left out']);
  });
});

describe('what is no MIDI file', () => {
  it.each([
    ['nothing', [], "at byte 0: expected 'MThd', found nothing"],
    [
      'text',
      [...new TextEncoder().encode('hello world')],
      "at byte 0: expected 'MThd', found 'hell'",
    ],
    ['binary', [0, 1, 2, 3, 4], "found '....'"],
    ['RIFF', [...new TextEncoder().encode('RIFF1234RMID')], 'at byte 0: a RIFF file'],
    ['half a header', header(0, 1, 96).slice(0, 10), 'at byte 10: the header needs 14 bytes'],
    ['a short header', [...chunkHead('MThd', 4), 0, 0, 0, 1, 0, 96], 'at byte 4: the header says'],
    ['format 3', header(3, 1, 96), 'at byte 8: format 3'],
    ['a quarter of no ticks', header(0, 1, 0), 'at byte 12: a quarter note of 0 ticks'],
    ['60 frames a second', header(0, 1, (0xc4 << 8) | 10), 'at byte 12: 60 frames a second'],
    ['a frame of no ticks', header(0, 1, 0xe700), 'at byte 13: a frame of 0 ticks'],
    ['a header alone', header(0, 1, 96), 'at byte 14: no track follows the header'],
    ['other chunks alone', [...header(0, 1, 96), ...chunkHead('ABCD', 0)], 'no track follows'],
  ])('%s', (_what, bytes, expected) => {
    expect(refusal(Uint8Array.from(bytes))).toContain(expected);
  });
});
