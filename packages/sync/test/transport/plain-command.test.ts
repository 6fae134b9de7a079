import { Status } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeCommand } from '../../src/transport/compose-command.js';
import { readPlainCommand } from '../../src/transport/plain-command.js';
import { playing } from '../conductor/scores.js';

describe('readPlainCommand', () => {
  it.each([
    ['PLAY', { command: 'PLAY' }],
    [' play\r\n', { command: 'PLAY' }],
    ['Start', { command: 'PLAY' }],
    ['STOP', { command: 'STOP' }],
    ['pause', { command: 'PAUSE' }],
    ['RECORD', { command: 'RECORD' }],
    ['TRANSPORT:PLAY', { command: 'PLAY' }],
    ['transport stop', { command: 'STOP' }],
    ['PLAY 2000', { command: 'PLAY', positionMs: 2000 }],
    ['SEEK 1500', { command: 'SEEK', positionMs: 1500 }],
    ['seek: 1500.25 ms', { command: 'SEEK', positionMs: 1500.25 }],
    ['POSITION:0', { command: 'SEEK', positionMs: 0 }],
    ['TEMPO 120', { command: 'TEMPO', bpm: 120 }],
    ['BPM:98.5', { command: 'TEMPO', bpm: 98.5 }],
    ['bpm=174bpm', { command: 'TEMPO', bpm: 174 }],
    ['TIME_SIGNATURE:7/8', { command: 'TEMPO', signature: [7, 8] }],
  ])('reads %j', (text, part) => expect(readPlainCommand(text)).toEqual(part));

  it.each([
    '',
    'JUMP',
    'PLAYING',
    'PLAY now',
    'SEEK',
    'POSITION:',
    'TEMPO',
    'BPM:fast',
    'SEEK -5',
    'SEEK 1e3',
    'SEEK 5 bpm',
    'TEMPO 120 ms',
    'TEMPO 3/4',
    'TIME_SIGNATURE 3',
    '__PROTO__',
    'CONSTRUCTOR',
    '{"type":"transport"}',
    `PLAY${' '.repeat(80)}`,
  ])('says malformed to %j', (text) => expect(readPlainCommand(text)).toBe(Status.malformed));

  it.each(['TEMPO 0', 'BPM:1001', 'TIME_SIGNATURE:0/4', 'TIME_SIGNATURE:4/256'])(
    'says out of range to %j',
    (text) => expect(readPlainCommand(text)).toBe(Status.outOfRange),
  );

  it('does not throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
        readPlainCommand(text);
      }),
    );
  });
});

describe('composeCommand', () => {
  const score = playing({
    tempos: [{ atNs: 0, bpm: 60 }],
    signatures: [{ beat: 0, numerator: 3, denominator: 8 }],
    anchor: { atNs: 1e12, beat: 10, songNs: 20e9 },
  });
  const origin = { timestampNs: 1e12 + 5e9, peer: 3, masterPeer: 'm' };

  it.each([
    [{ command: 'PLAY' }, { beat: 15, positionMs: 25_000, bpm: 60, signature: [3, 8] }],
    [{ command: 'PAUSE' }, { beat: 15, positionMs: 25_000 }],
    [{ command: 'STOP' }, { beat: 0, positionMs: 0 }],
    [
      { command: 'SEEK', positionMs: 3000 },
      { beat: 3, positionMs: 3000 },
    ],
    [
      { command: 'SEEK', beat: 3 },
      { beat: 3, positionMs: 3000 },
    ],
    [
      { command: 'STOP', beat: 4, positionMs: 1 },
      { beat: 4, positionMs: 1 },
    ],
    [
      { command: 'TEMPO', bpm: 90 },
      { beat: 15, positionMs: 25_000, bpm: 90 },
    ],
  ] as const)('completes %o', (part, rest) => {
    const whole = composeCommand(part, score, origin);
    expect(whole).toMatchObject({ ...rest, ...origin, command: part.command });
    expect(whole).not.toHaveProperty('loop');
  });
});
