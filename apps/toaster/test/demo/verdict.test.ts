import type { JmidEvent } from '@jamnet/schemas';
import { describe, expect, it } from 'vitest';
import { compareEvents } from '../../src/demo/verdict.js';

function note(pitch: number, timestamp: number): JmidEvent {
  return { type: 'note_on', channel: 1, note: pitch, velocity: 80, timestamp };
}
const SENT = [note(60, 1), note(64, 1), note(60, 2)];

describe('the comparison of what was sent with what was heard', () => {
  it('finds them equal, whatever numbers and defaults were added on the way', () => {
    const heard = SENT.map((event, sequence) => ({
      ...event,
      sequence,
      version: 'jamnet/1.0',
      group: 1,
    }));
    expect(compareEvents(SENT, heard)).toEqual({
      sent: 3,
      deliveredOnce: 3,
      lost: 0,
      repeated: 0,
      invented: 0,
      inOrder: true,
      equal: true,
    });
  });

  it('finds what is missing', () => {
    expect(compareEvents(SENT, SENT.slice(1))).toMatchObject({
      lost: 1,
      deliveredOnce: 2,
      equal: false,
    });
  });

  it('finds what came twice', () => {
    expect(compareEvents(SENT, [...SENT, SENT[0]])).toMatchObject({
      repeated: 1,
      lost: 0,
      equal: false,
    });
  });

  it('finds what nobody sent, and a changed event is one', () => {
    const changed = [SENT[0], SENT[1], note(60, 3)];
    expect(compareEvents(SENT, changed)).toMatchObject({ invented: 1, lost: 1, equal: false });
  });

  it('finds a wrong order', () => {
    const swapped = [SENT[1], SENT[0], SENT[2]];
    expect(compareEvents(SENT, swapped)).toMatchObject({
      lost: 0,
      invented: 0,
      inOrder: false,
      equal: false,
    });
  });

  it('compares SysEx by its bytes', () => {
    const sysex: JmidEvent = { type: 'sysex', data: [1, 2, 3], timestamp: 1 };
    expect(compareEvents([sysex], [{ ...sysex, data: [1, 2, 3] }]).equal).toBe(true);
    expect(compareEvents([sysex], [{ ...sysex, data: [1, 2, 4] }]).equal).toBe(false);
  });
});
