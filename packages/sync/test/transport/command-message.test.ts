import { checkMessage, type TransportMessage } from '@jamnet/schemas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readTransportLogMessage,
  readTransportMessage,
  transportLogMessage,
  transportMessage,
} from '../../src/transport/command-message.js';
import { anyCommand, AT, command } from './commands.js';

describe('a command as a message', () => {
  it('is a valid message and comes back the same', () => {
    fc.assert(
      fc.property(anyCommand, (each) => {
        const message = transportMessage(each);
        expect(checkMessage(message)).toBe(0);
        expect(readTransportMessage(message, 99)).toEqual(each);
      }),
    );
  });

  it('is read as the first programs wrote it', () => {
    const message: TransportMessage = {
      type: 'transport',
      command: 'PLAY',
      timestamp: String(AT),
      position: 1500,
      bpm: 120,
      time_signature: [4, 4],
      master_peer: 'peer-a',
    };
    expect(readTransportMessage(message, 99)).toEqual(
      command('PLAY', 0, { beat: 3, positionMs: 1500, peer: 99, masterPeer: 'peer-a' }),
    );
  });

  it.each<Partial<TransportMessage>>([
    { timestamp: '18446744073709551615' },
    { position: 1e300 },
    { loop: [5, 4] },
    { beat: 2 ** 40 },
  ])('is nothing with %o', (part) => {
    const message = { ...transportMessage(command('PLAY', 0)), ...part };
    expect(readTransportMessage(message, 1)).toBeUndefined();
  });
});

describe('a line of the log', () => {
  it('has the newest command always and lets the others take turns', () => {
    const commands = [0, 1, 2, 3, 4].map((s) => command('TEMPO', s, { bpm: 60 + s }));
    expect(transportLogMessage([], 0)).toBeUndefined();
    const seen = [0, 1, 2].map((turn) => {
      const message = transportLogMessage(commands, turn)!;
      expect(checkMessage(message)).toBe(0);
      return message.commands.map((row) => row[5]);
    });
    expect(seen).toEqual([
      [64, 60, 61],
      [64, 62, 63],
      [64, 60, 61],
    ]);
    const odd = [0, 1, 2].flatMap((turn) =>
      transportLogMessage(commands.slice(1), turn)!.commands.map((row) => row[5]),
    );
    expect(new Set(odd)).toEqual(new Set([61, 62, 63, 64]));
    expect(transportLogMessage(commands.slice(0, 2), 5)!.commands).toHaveLength(2);
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(anyCommand, (each) => {
        const message = transportLogMessage([each], 3)!;
        expect(checkMessage(message)).toBe(0);
        expect(readTransportLogMessage(message, 'm')).toEqual([each]);
      }),
    );
  });

  it('leaves a gap for a command that is out of range', () => {
    const message = transportLogMessage([command('PLAY', 0), command('STOP', 1)], 0)!;
    message.commands[0]![1] = '18446744073709551615';
    const [first, second] = readTransportLogMessage(message, 'm');
    expect(first).toBeUndefined();
    expect(second).toEqual(command('PLAY', 0));
  });
});
