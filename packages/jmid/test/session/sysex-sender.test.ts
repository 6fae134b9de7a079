import { decodeMessagePack, type JamMessage, type SysexMessage } from '@jamnet/schemas';
import { MidiMessageType, type Session, StreamType } from '@jamnet/toast';
import { describe, expect, it } from 'vitest';
import {
  createSysexSender,
  SYSEX_MOST_BYTES,
  type SysexSender,
} from '../../src/session/sysex-sender.js';
import { createJam, type Jam } from '../support/jam.js';
import { sessionWith } from '../support/session-with.js';

interface Piece {
  readonly atNs: number;
  readonly chunk: JamMessage & { type: 'sysex_chunk' };
  readonly wireBytes: number;
}

interface Setup {
  readonly jam: Jam;
  readonly sender: SysexSender;
  readonly session: Session;
  readonly pieces: Piece[];
}

async function setUp(bitsPerSecond = 4_000_000, reportedLoss = -1): Promise<Setup> {
  const jam = createJam(1);
  const { clock, timers } = jam.time;
  const player = await jam.open('player', { session: { rateCeilingBitsPerSecond: 10_000_000 } });
  const listener = await jam.open('listener');
  const pieces: Piece[] = [];
  const messageType = MidiMessageType.SYSEX_CHUNKS;
  listener.session.subscribe({ streamType: StreamType.MIDI, messageType }, (frame) => {
    const { payloadOffset: at, payloadLength: length } = frame;
    const chunk = decodeMessagePack(frame.bytes, at, at + length);
    if (typeof chunk === 'number' || chunk.type !== 'sysex_chunk') throw new Error('no piece');
    pieces.push({ atNs: clock.nowNs(), chunk, wireBytes: length + 42 + 28 });
  });
  const session =
    reportedLoss < 0
      ? player.session
      : sessionWith(player.session, { worstReportedLoss: reportedLoss });
  const sender = createSysexSender({ session, clock, timers, bitsPerSecond });
  return { jam, sender, session, pieces };
}

function sysex(length: number, value = 5): SysexMessage {
  return { type: 'sysex', data: Array.from({ length }, (_, i) => (i + value) & 127) };
}

describe('SysEx sender', () => {
  it('sends all pieces, pass after pass, each with a number that it keeps', async () => {
    const { jam, sender, pieces } = await setUp();
    const sent: SysexMessage = { ...sysex(2500), group: 3, timestamp: 77 };
    expect(sender.send(sent)).toBe(true);
    expect(sender.send(sysex(1))).toBe(true);
    jam.runMs(1000);
    expect(sender.idle).toBe(true);
    expect([sender.accepted, sender.refused, sender.messagesSent]).toEqual([2, 0, 2]);
    const first = pieces.filter(({ chunk }) => chunk.id === pieces[0].chunk.id);
    expect(first.length).toBe(3 * 3);
    for (const [i, { chunk }] of first.entries()) {
      expect([chunk.index, chunk.count, chunk.group, chunk.timestamp]).toEqual([i % 3, 3, 3, 77]);
      expect(chunk.sequence).toBe((first[0].chunk.sequence as number) + (i % 3));
    }
    expect(first.slice(0, 3).flatMap(({ chunk }) => chunk.data)).toEqual(sent.data);
    const second = pieces.filter(({ chunk }) => chunk.id !== pieces[0].chunk.id);
    expect(second[0].chunk.sequence).toBe((first[0].chunk.sequence as number) + 3);
    expect(second[0].chunk.data).toEqual(sysex(1).data);
  });

  it.each([4_000_000, 64_000])('keeps to %i bits per second in every second', async (rate) => {
    const { jam, sender, pieces } = await setUp(rate);
    for (let i = 0; i < 4; i++) sender.send(sysex(rate / 8));
    jam.runMs(3500);
    const [{ atNs: startNs }] = pieces;
    for (let from = 0; from < 3000; from += 100) {
      const within = pieces.filter(
        ({ atNs }) => atNs >= startNs + from * 1e6 && atNs < startNs + (from + 500) * 1e6,
      );
      const bits = within.reduce((sum, { wireBytes }) => sum + wireBytes * 8, 0);
      // A credit of 4 KiB and one piece more may be used at once.
      expect(bits).toBeLessThanOrEqual(rate / 2 + (4096 + 1200) * 8);
      if (from > 0) expect(bits).toBeGreaterThan(rate / 2 - (4096 + 1200) * 8);
    }
  });

  it('sends more passes the more loss is reported, from 3 to 40', async () => {
    const passes: number[] = [];
    for (const loss of [0, 0.02, 0.2, 0.66, 0.95]) {
      const { jam, sender, pieces } = await setUp(4_000_000, loss);
      sender.send(sysex(10_240));
      jam.runMs(3000);
      expect(sender.idle).toBe(true);
      passes.push(pieces.length / 10);
    }
    expect(passes[0]).toBe(3);
    expect(passes[3]).toBe(36);
    expect(passes[4]).toBe(40);
    expect(passes).toEqual(passes.toSorted((a, b) => a - b));
  });

  it('refuses what cannot be written, is too long, or would wait behind too much', async () => {
    const { sender } = await setUp();
    const bad: SysexMessage[] = [
      { type: 'sysex', data: [...sysex(100).data, 128] },
      { type: 'sysex', data: [...sysex(100).data, -1] },
      { type: 'sysex', data: [...sysex(100).data, 1.5] },
      { type: 'sysex', data: [...sysex(100).data, NaN] },
      { ...sysex(100), group: 17 },
      { ...sysex(100), timestamp: -1 },
      { ...sysex(100), timestamp: 'yesterday' },
      { type: 'sysex', data: new Array(SYSEX_MOST_BYTES + 1).fill(0) as number[] },
    ];
    for (const message of bad) expect(sender.send(message)).toBe(false);
    expect([sender.accepted, sender.refused, sender.idle]).toEqual([0, bad.length, true]);
    const longest = { type: 'sysex' as const, data: new Array<number>(SYSEX_MOST_BYTES).fill(1) };
    for (let i = 0; i < 4; i++) expect(sender.send(longest)).toBe(true);
    expect(sender.send(sysex(100))).toBe(false);
    sender.close();
  });

  it('is not held up by a bad message, and takes a copy of a good one', async () => {
    const { jam, sender, pieces } = await setUp();
    const data = [...sysex(100).data];
    sender.send({ type: 'sysex', data: [...data, 200] });
    sender.send({ type: 'sysex', data });
    data.fill(0);
    jam.runMs(100);
    expect(pieces[0].chunk.data).toEqual(sysex(100).data);
    expect(sender.idle).toBe(true);
  });

  it('stops when it is closed', async () => {
    const { jam, sender, pieces } = await setUp();
    sender.send(sysex(100_000));
    jam.runMs(50);
    sender.close();
    jam.runMs(5);
    const before = pieces.length;
    jam.runMs(500);
    expect(pieces.length).toBe(before);
    expect(sender.send(sysex(100))).toBe(false);
  });
});
