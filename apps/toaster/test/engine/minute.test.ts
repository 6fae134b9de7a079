import { describe, expect, it } from 'vitest';
import { Minute } from '../../src/engine/minute.js';

describe('the last minute', () => {
  it('is the mean of each second that is over', () => {
    const minute = new Minute();
    minute.note(1, 0.1);
    minute.note(3, 0.9);
    expect(minute.history()).toEqual([]);
    minute.note(10, 1.5);
    expect(minute.history()).toEqual([2]);
    minute.note(20, 2);
    expect(minute.history()).toEqual([2, 10]);
  });

  it('has nothing for seconds of which nothing is known', () => {
    const minute = new Minute();
    minute.note(null, 5.2);
    minute.note(NaN, 5.4);
    minute.note(4, 6);
    minute.note(5, 9);
    expect(minute.history()).toEqual([null, 4, null, null]);
  });

  it('is sixty seconds long, also after a pause of hours', () => {
    const minute = new Minute();
    for (let second = 0; second < 200; second++) minute.note(second, second);
    expect(minute.history()).toHaveLength(60);
    expect(minute.history().at(-1)).toBe(198);
    minute.note(7, 20_000);
    minute.note(8, 20_001);
    expect(minute.history()).toEqual([...Array.from({ length: 59 }, () => null), 7]);
  });

  it('gives a list that is the caller’s own, and stands still where time goes back', () => {
    const minute = new Minute();
    minute.note(1, 10);
    minute.note(2, 11);
    (minute.history() as number[]).push(99);
    expect(minute.history()).toEqual([1]);
    minute.note(3, 4);
    expect(minute.history()).toEqual([1]);
  });
});
