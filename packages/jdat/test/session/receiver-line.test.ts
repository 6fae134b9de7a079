import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_USES, readReceiverLine, writeReceiverLine } from '../../src/session/receiver-line.js';

const uses = Array.from({ length: 20 }, (_, i) => ({
  senderId: 2 ** 32 - 1 - i,
  streamId: 255 - i,
  usefulUs: 999_999.4 - i,
}));

describe('the line of a receiver', () => {
  it('says of each stream how long a copy is of use', () => {
    const line = writeReceiverLine(uses);
    for (const { senderId, streamId, usefulUs } of uses.slice(0, MOST_USES))
      expect(readReceiverLine(line, 0, line.length, senderId, streamId)).toBe(Math.round(usefulUs));
    expect(readReceiverLine(line, 0, line.length, uses[MOST_USES]!.senderId, 1)).toBe(-1);
    expect(readReceiverLine(line, 0, line.length, uses[0]!.senderId, 1)).toBe(-1);
  });

  it('fits a heartbeat', () => {
    expect(writeReceiverLine(uses).length).toBeLessThanOrEqual(600);
    expect(new TextDecoder().decode(writeReceiverLine(uses))).toMatch(/^\{"t":"ar"/);
  });

  it('never has less use than none', () => {
    const line = writeReceiverLine([{ senderId: 1, streamId: 2, usefulUs: -7 }]);
    expect(readReceiverLine(line, 0, line.length, 1, 2)).toBe(0);
  });

  it('is read from anything without a throw', () => {
    const read = (bytes: Uint8Array): number => readReceiverLine(bytes, 0, bytes.length, 1, 2);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => read(bytes) === -1));
    fc.assert(
      fc.property(fc.json(), (json) => {
        read(new TextEncoder().encode(`{"t":"ar","u":${json}}`));
      }),
    );
    for (const text of ['null', '7', '{"u":[[1,2,"3"]]}', '{"u":[[1,2,-3]]}', '{"u":[7,null]}'])
      expect(read(new TextEncoder().encode(text))).toBe(-1);
  });
});
