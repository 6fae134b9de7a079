import { describe, expect, it } from 'vitest';
import {
  ANSWERS_IN_ALL,
  ANSWERS_PER_ADDRESS,
  createAnswerBudget,
} from '../../../src/discovery/scan/answer-budget.js';

describe('the budget of answers', () => {
  it('is so much a second for an address, whatever it asks', () => {
    const budget = createAnswerBudget();
    const taken = (atNs: number): number =>
      Array.from({ length: 100 }, () => budget.take('10.0.0.1', atNs)).filter(Boolean).length;
    expect(taken(0)).toBe(ANSWERS_PER_ADDRESS);
    expect(taken(0.99e9)).toBe(0);
    expect(taken(1e9)).toBe(ANSWERS_PER_ADDRESS);
    expect(budget.refused).toBe(300 - 2 * ANSWERS_PER_ADDRESS);
  });

  it('is so much in all, however many addresses there seem to be', () => {
    const budget = createAnswerBudget();
    let taken = 0;
    for (let i = 0; i < 10_000; i++) if (budget.take(`10.0.${i >> 8}.${i & 255}`, 0)) taken++;
    expect(taken).toBe(ANSWERS_IN_ALL);
  });
});
