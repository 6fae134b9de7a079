import type { Compute, ComputeAnswer } from '@jamnet/wire';
import { describe, expect, test } from 'vitest';
import { shareCompute } from '../src/shared-compute.js';

/** A device that does nothing but fail when told. */
function device(): { compute: Compute; fail(): void } {
  const compute = { name: 'none', failure: null as string | null };
  return { compute: compute as unknown as Compute, fail: () => (compute.failure = 'lost') };
}

function opener(...answers: ComputeAnswer[]) {
  const calls = { count: 0 };
  const open = shareCompute(async () => {
    calls.count += 1;
    await Promise.resolve();
    return answers.shift()!;
  });
  return { open, calls };
}

describe('the device that all share', () => {
  test('is opened once, for calls at the same time and later ones', async () => {
    const { compute } = device();
    const { open, calls } = opener({ ok: true, compute });
    const [first, second] = await Promise.all([open(), open()]);
    expect(first).toBe(second);
    expect(await open()).toBe(first);
    expect(first).toEqual({ ok: true, compute });
    expect(calls.count).toBe(1);
  });

  test('is refused to all with one answer', async () => {
    const refusal = { ok: false, reason: 'no driver', hint: 'install one' } as const;
    const { open, calls } = opener(refusal);
    expect([await open(), await open()]).toEqual([refusal, refusal]);
    expect(calls.count).toBe(1);
  });

  test('is opened anew, once, when it was lost', async () => {
    const [lost, next] = [device(), device()];
    const { open, calls } = opener(
      { ok: true, compute: lost.compute },
      { ok: true, compute: next.compute },
    );
    await open();
    lost.fail();
    const answers = await Promise.all([open(), open(), open()]);
    for (const answer of answers) expect(answer).toMatchObject({ ok: true });
    expect(answers.every((answer) => answer.ok && answer.compute === next.compute)).toBe(true);
    expect(calls.count).toBe(2);
  });

  test('may be refused when it is opened anew', async () => {
    const lost = device();
    const refusal = { ok: false, reason: 'gone', hint: 'plug it in' } as const;
    const { open } = opener({ ok: true, compute: lost.compute }, refusal);
    await open();
    lost.fail();
    expect(await open()).toBe(refusal);
  });
});
