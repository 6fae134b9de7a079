import { expect, it } from 'vitest';
import { createLineSplitter } from '../../src/demo/line-splitter.js';
import { createTickSeries } from '../../src/demo/tick-series.js';

it('lines come out whole however the pieces fall', () => {
  const text = '{"a":1}\n\n{"b":2}\n{"c"';
  for (let size = 1; size <= text.length; size += 1) {
    const lines: string[] = [];
    const split = createLineSplitter((line) => lines.push(line));
    for (let at = 0; at < text.length; at += size) split(text.slice(at, at + size));
    split(':3}\n');
    expect(lines).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
  }
});

it('a tick series keeps the largest or the sum of each stretch, and the last stretches', () => {
  const largest = createTickSeries('largest', null, 3);
  largest.add(1);
  largest.add(5);
  largest.add(2);
  expect(largest.values).toEqual([]);
  largest.tick();
  largest.tick();
  largest.add(3);
  largest.tick();
  expect(largest.values).toEqual([5, null, 3]);
  largest.tick();
  expect(largest.values).toEqual([null, 3, null]);
  const sum = createTickSeries('sum', 0);
  sum.add(2);
  sum.add(2);
  sum.tick();
  sum.tick();
  expect(sum.values).toEqual([4, 0]);
});
