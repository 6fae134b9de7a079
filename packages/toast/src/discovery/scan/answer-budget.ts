/**
 * How many questions are answered: a source address may be forged, so what goes out to it must stay small however much comes in.
 */
export interface AnswerBudget {
  /** Whether there is one left for this address. */
  take(address: string, nowNs: number): boolean;
  readonly refused: number;
}

/** Each second. */
export const ANSWERS_PER_ADDRESS = 4;
export const ANSWERS_IN_ALL = 50;

export function createAnswerBudget(): AnswerBudget {
  let refused = 0;
  let inAll = 0;
  let untilNs = -Infinity;
  /** No more entries than answers in all. */
  const byAddress = new Map<string, number>();
  return {
    get refused() {
      return refused;
    },
    take(address, nowNs) {
      if (nowNs >= untilNs) {
        untilNs = nowNs + 1e9;
        inAll = 0;
        byAddress.clear();
      }
      const before = byAddress.get(address) ?? 0;
      if (inAll >= ANSWERS_IN_ALL || before >= ANSWERS_PER_ADDRESS) {
        refused++;
        return false;
      }
      inAll++;
      byAddress.set(address, before + 1);
      return true;
    },
  };
}
