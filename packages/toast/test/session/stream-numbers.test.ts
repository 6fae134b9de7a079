import { describe, expect, it } from 'vitest';
import { createStreamNumbers } from '../../src/session/stream-numbers.js';

const refused = expect.objectContaining({ code: 'bad-option' });

describe('stream ids', () => {
  it('are new for each stream, also when others are free again', () => {
    const numbers = createStreamNumbers();
    const [a, b] = [numbers.take(1), numbers.take(2)];
    expect([a.streamId, b.streamId]).toEqual([1, 2]);
    numbers.giveBack(a);
    expect(numbers.take(1).streamId).toBe(3);
  });

  it('go on with their sequence when they are asked for again', () => {
    const numbers = createStreamNumbers();
    const first = numbers.take(1, 9);
    first.sequence = 123;
    expect(() => numbers.take(1, 9)).toThrowError(refused);
    numbers.giveBack(first);
    expect(() => numbers.take(2, 9)).toThrowError(refused);
    expect(numbers.take(1, 9).sequence).toBe(123);
  });

  it('are used again when all have been used: the one closed longest ago, for the same type', () => {
    const numbers = createStreamNumbers();
    const all = Array.from({ length: 255 }, (_, i) => numbers.take(1 + (i % 2)));
    expect(() => numbers.take(1)).toThrowError(refused);
    for (const index of [10, 7, 4, 5]) numbers.giveBack(all[index]!);
    expect(numbers.take(2).streamId).toBe(all[7]!.streamId);
    expect(numbers.take(1).streamId).toBe(all[10]!.streamId);
    expect(numbers.take(1).streamId).toBe(all[4]!.streamId);
    expect(() => numbers.take(1)).toThrowError(refused);
    expect(() => numbers.take(3)).toThrowError(refused);
  });

  it('never include that of control', () => {
    const { control, take } = createStreamNumbers();
    expect([control.streamId, control.streamType]).toEqual([0, 7]);
    for (let i = 0; i < 255; i++) expect(take(1).streamId).not.toBe(0);
  });
});
