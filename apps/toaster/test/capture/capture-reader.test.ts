import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openCapture, type ReadLine } from '../../src/capture/capture-reader.js';

const example = readFileSync(
  new URL('../../../../spec/capture/v1/vectors/example.jsonl', import.meta.url),
  'utf8',
);
const [HEADER, FRAME] = example.split('\n');

async function read(text: string, pieceBytes = 1_000): Promise<ReadLine[]> {
  const bytes = Buffer.from(text);
  const pieces = [];
  for (let at = 0; at < bytes.length; at += pieceBytes)
    pieces.push(bytes.subarray(at, at + pieceBytes));
  const { lines } = await openCapture(Readable.from(pieces), 'x.jsonl');
  const all: ReadLine[] = [];
  for await (const each of lines) all.push(each);
  return all;
}

describe('reading a capture', () => {
  it('reads the example of the specification, however it comes in pieces', async () => {
    for (const pieceBytes of [1, 7, 64, 100_000]) {
      const lines = await read(example, pieceBytes);
      expect(lines.map((each) => ('line' in each ? each.line.type : each.fault))).toEqual([
        'frame',
        'frame',
        'end',
      ]);
      expect(lines[0]).toMatchObject({
        number: 2,
        line: { sender: '0a0b0c0d', messages: [{ type: 'note_on', note: 60 }] },
      });
    }
  });

  it('is in the text of the specification', () => {
    const text = readFileSync(
      new URL('../../../../spec/capture/v1/README.md', import.meta.url),
      'utf8',
    );
    expect(text).toContain(example.trim());
  });

  it('tells of bad lines by their numbers, and goes on', async () => {
    const bad = [
      HEADER,
      'not JSON',
      FRAME,
      '',
      '[1]',
      '{"type":"other"}',
      FRAME.replace('"at":1300050000', '"at":-1'),
      FRAME.replace('0a0b0c0d', '0A0B'),
      'x'.repeat(1_100_000),
      FRAME,
      FRAME.slice(0, 50),
    ].join('\n');
    const lines = await read(bad, 10_000);
    expect(lines.map((each) => [each.number, 'fault' in each ? each.fault : 'frame'])).toEqual([
      [2, 'no JSON object'],
      [3, 'frame'],
      [5, 'no JSON object'],
      [6, 'of type "other"'],
      [7, 'a frame whose at is -1'],
      [8, 'a frame whose sender is "0A0B"'],
      [9, 'longer than 1048576 bytes'],
      [10, 'frame'],
      [11, 'the file was cut off in it'],
    ]);
  });

  it('refuses what is no capture, and one of a later version', async () => {
    await expect(read('')).rejects.toThrow('x.jsonl is empty: it is no capture');
    await expect(read('{}\n')).rejects.toThrow('x.jsonl is no capture: its first line');
    await expect(read(`${FRAME}\n`)).rejects.toThrow('is no capture');
    await expect(read(HEADER.replace('jamnet/1.0', 'jamnet/9.0'))).rejects.toThrow(
      'x.jsonl is a capture of version jamnet/9.0: this program reads up to jamnet/2',
    );
    await expect(read(HEADER.replace('jamnet/1.0', 'jamnet/1.7'))).resolves.toEqual([]);
  });

  it('has no more than a piece of a file of any length in memory', async () => {
    let pieces = 0;
    const endless = Readable.from(
      (function* () {
        yield Buffer.from(`${HEADER}\n`);
        for (;;) {
          pieces += 1;
          yield Buffer.from(`${FRAME}\n`);
        }
      })(),
    );
    const { lines } = await openCapture(endless, 'x');
    for (let at = 0; at < 100; at += 1) await lines.next();
    expect(pieces).toBeLessThan(200);
    await lines.return(undefined);
  });
});
