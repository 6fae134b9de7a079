import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareUnchanged } from '../../src/window/share-unchanged.js';

it('is what came, and what came before where nothing has changed', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      expect(shareUnchanged(before, after)).toEqual(after);
      const copy = structuredClone(before);
      expect(Object.is(shareUnchanged(before, copy), before)).toBe(true);
    }),
  );
});

it('takes any name for one', () => {
  const before: unknown = JSON.parse('[{"__proto__":"","toString":[1]},[]]');
  expect(shareUnchanged(before, structuredClone(before))).toBe(before);
  const after: unknown = JSON.parse('[{"__proto__":{"a":1},"toString":[2]},[]]');
  expect(JSON.stringify(shareUnchanged(before, after))).toBe(JSON.stringify(after));
});

it('keeps the parts that are as before, and only those', () => {
  const before = {
    peers: [
      { id: 1, history: [1, 2] },
      { id: 2, history: [3] },
    ],
    tempo: 96,
  };
  const after = {
    peers: [
      { id: 1, history: [1, 2] },
      { id: 2, history: [4] },
    ],
    tempo: 96,
  };
  const shared = shareUnchanged(before, after);
  expect(shared).toEqual(after);
  expect(shared.peers[0]).toBe(before.peers[0]);
  expect(shared.peers[1]).not.toBe(before.peers[1]);
  expect(shared).not.toBe(before);
});

it('sees what was added and what was left out', () => {
  const one = { a: 1 };
  expect(shareUnchanged(one, { a: 1, b: undefined })).not.toBe(one);
  const two = { a: 1, b: 2 };
  expect(shareUnchanged<object>(two, { a: 1 })).toEqual({ a: 1 });
  const list = [1, 2];
  expect(shareUnchanged(list, [1])).toEqual([1]);
});
