import { createVirtualTime } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { NoteOutbox } from '../../src/engine/note-outbox.js';
import { createFakeMidiPort } from './fake-devices.js';

const START_NS = 1e9;
const MS = 1e6;

function createStage() {
  const time = createVirtualTime({ startNs: START_NS });
  const port = createFakeMidiPort();
  const outbox = new NoteOutbox(time.clock, time.timers);
  outbox.use(port);
  return {
    time,
    port,
    outbox,
    add: (byte: number, inMs: number) =>
      outbox.add(Uint8Array.of(byte), inMs === 0 ? 0 : START_NS + inMs * MS),
    sent: () =>
      port.sent.map(({ bytes, atNs }) => [bytes[0], atNs === 0 ? 0 : (atNs - START_NS) / MS]),
  };
}

describe('what waits for its time', () => {
  it('is given in the order in which it is to sound, whenever it came', () => {
    const { time, add, sent } = createStage();
    add(1, 50);
    add(2, 10);
    add(3, 30);
    add(4, 30);
    add(5, 10);
    expect(sent()).toEqual([]);
    time.run();
    expect(sent()).toEqual([
      [2, 10],
      [5, 10],
      [3, 30],
      [4, 30],
      [1, 50],
    ]);
  });

  it('is given two milliseconds before, with its time', () => {
    const { time, add, sent } = createStage();
    add(1, 10);
    time.run(START_NS + 7.9 * MS);
    expect(sent()).toEqual([]);
    time.run(START_NS + 8 * MS);
    expect(sent()).toEqual([[1, 10]]);
  });

  it('is not in the way of what is to sound at once or soon', () => {
    const { time, add, sent } = createStage();
    add(1, 50);
    add(2, 0);
    add(3, 1.5);
    add(4, -3);
    expect(sent()).toEqual([
      [2, 0],
      [3, 1.5],
      [4, 0],
    ]);
    time.run();
    expect(sent().at(-1)).toEqual([1, 50]);
    expect(time.pending).toBe(0);
  });

  it('is the outbox’s own copy, and goes to the port of the moment', () => {
    const { time, outbox, port } = createStage();
    const bytes = Uint8Array.of(7);
    outbox.add(bytes, START_NS + 10 * MS);
    bytes[0] = 9;
    const other = createFakeMidiPort();
    outbox.use(other);
    time.run();
    expect(port.sent).toEqual([]);
    expect(other.sent.map((each) => each.bytes)).toEqual([[7]]);
  });

  it('is given at once when it is flushed, and nothing is left', () => {
    const { time, outbox, add, sent } = createStage();
    add(1, 50);
    add(2, 20);
    outbox.flush();
    expect(sent()).toEqual([
      [2, 0],
      [1, 0],
    ]);
    expect(time.pending).toBe(0);
    outbox.use(undefined);
    add(3, 20);
    time.run();
  });

  it('does not fill the memory', () => {
    const { add, sent } = createStage();
    for (let i = 0; i < 5000; i++) add(i % 128, 1000);
    expect(sent()).toHaveLength(4097);
  });
});
