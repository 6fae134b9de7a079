import { describe, expect, it } from 'vitest';
import type { Peer } from '../../src/peer/peer.js';
import { createLayerLines } from '../../src/session/layer-lines.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (from: Uint8Array, offset: number, end: number): string =>
  new TextDecoder().decode(from.subarray(offset, end));
const peer = {} as Peer;

function append(lines: ReturnType<typeof createLayerLines>, room: number): string {
  const into = new Uint8Array(room + 20).fill(0x21);
  const end = lines.append(into, 10, 10 + room);
  expect(text(into, 0, 10)).toBe('!!!!!!!!!!');
  expect(text(into, end, into.length)).toMatch(/^!*$/u);
  return text(into, 10, end);
}

describe('the lines of layers', () => {
  it('are carried until they are taken out, each closed by a newline', () => {
    const lines = createLayerLines();
    expect(append(lines, 100)).toBe('');
    lines.set('ms', bytes('{"t":"ms","s":1}'));
    lines.set('zz', bytes('{"t":"zz"}\n'));
    expect(append(lines, 100)).toBe('{"t":"ms","s":1}\n{"t":"zz"}\n');
    expect(append(lines, 100)).toBe('{"t":"ms","s":1}\n{"t":"zz"}\n');
    expect(lines.byteLength).toBe(28);
    lines.set('ms', bytes('{"t":"ms","s":2}'));
    expect(append(lines, 100)).toBe('{"t":"ms","s":2}\n{"t":"zz"}\n');
    lines.set('ms', null);
    expect(append(lines, 100)).toBe('{"t":"zz"}\n');
    lines.set('zz', null);
    expect([append(lines, 100), lines.byteLength]).toEqual(['', 0]);
  });

  it('that do not fit are left out whole, and come first the next time', () => {
    const lines = createLayerLines();
    lines.set('a', bytes(`{"t":"a","x":"${'a'.repeat(60)}"}`));
    lines.set('b', bytes(`{"t":"b","x":"${'b'.repeat(60)}"}`));
    lines.set('c', bytes('{"t":"c"}'));
    const kinds = (): string =>
      [...append(lines, 100).matchAll(/"t":"(.)"/gu)].map(([, kind]) => kind).join('');
    expect([kinds(), kinds(), kinds(), kinds()]).toEqual(['ac', 'bc', 'ac', 'bc'].map(order));
    expect(append(lines, 5)).toBe('');
  });

  it('go to those who asked for their kind', () => {
    const lines = createLayerLines();
    const got: string[] = [];
    const end = lines.subscribe('ms', (_, from, offset, length) =>
      got.push(text(from, offset, offset + length)),
    );
    lines.subscribe('m', () => got.push('m'));
    const payload = bytes('xx{"t":"ms","s":1}xx');
    lines.deliver(peer, payload, 2, 16);
    lines.deliver(peer, bytes('{"t":"msx"}'), 0, 11);
    lines.deliver(peer, bytes('{"s":1,"t":"ms"}'), 0, 16);
    end();
    lines.deliver(peer, payload, 2, 16);
    expect(got).toEqual(['{"t":"ms","s":1}']);
  });

  it('may hold white space where JSON allows it', () => {
    const lines = createLayerLines();
    let got = 0;
    lines.subscribe('ms', () => got++);
    for (const line of ['{ "t": "ms" }', '\t{"t"\t:\r"ms"}', ' {"t" :"ms","s":1}\r']) {
      lines.deliver(peer, bytes(line), 0, line.length);
    }
    expect(got).toBe(3);
  });

  it('are not read beyond their end', () => {
    const lines = createLayerLines();
    let got = 0;
    lines.subscribe('ms', () => got++);
    const line = bytes('{"t":"ms"}');
    for (let length = 0; length < 9; length++) lines.deliver(peer, line, 0, length);
    expect(got).toBe(0);
    lines.deliver(peer, line, 0, 9);
    expect(got).toBe(1);
  });
});

/** Kinds in any order: which of two that both fit comes first is nobody's affair. */
function order(kinds: string): unknown {
  return expect.toSatisfy((got: string) => [...got].toSorted().join('') === kinds);
}
