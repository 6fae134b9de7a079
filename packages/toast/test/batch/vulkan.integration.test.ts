import { afterAll, describe, expect, it } from 'vitest';
import type { OpenComputeOptions } from '@jamnet/gpu-native';
import type { ComputeAnswer } from '@jamnet/wire';
import { compareWithProcessor } from './same-as-processor.js';

const native = await import('@jamnet/gpu-native').catch(() => undefined);
const opened: (ComputeAnswer & { ok: true })['compute'][] = [];
afterAll(() => Promise.all(opened.map((compute) => compute.close())));

async function open(options: OpenComputeOptions): Promise<ComputeAnswer> {
  const answer = await native?.openCompute(options);
  if (answer?.ok) opened.push(answer.compute);
  return answer ?? { ok: false, reason: 'no native package', hint: 'npm run native' };
}

const answer = await open({});
const required = process.env['JAMNET_REQUIRE_VULKAN'] === '1';
if (!answer.ok) console.warn(`the batch kernels are not tested: ${answer.reason} (${answer.hint})`);

/** As they are asked for; a device that cannot have the arena where it lies gets copies, and says so. */
const memories: readonly OpenComputeOptions[] = [
  { memory: 'mapped' },
  { memory: 'staged' },
  { importArena: false },
];

describe('the batch kernels on a Vulkan device', () => {
  it.runIf(required)('have a device to run on', () => {
    expect(answer).toMatchObject({ ok: true });
  });

  it.skipIf(!answer.ok).each(memories)(
    'equal the references on random, hostile and truncated batches: %o',
    async (options) => {
      const device = await open(options);
      if (!device.ok) throw new Error(device.reason);
      const arena = native!.nativeArena();
      let runs = 0;
      for (const most of [60, undefined]) {
        await compareWithProcessor({
          compute: () => device.compute,
          arena: arena.ok ? arena.arena : null,
          numRuns: most === undefined ? 6 : 30,
          most,
          check(batch) {
            expect(batch.stats().fallback).toBeNull();
            runs += batch.stats().deviceRuns;
          },
        });
      }
      expect(runs).toBeGreaterThan(30);
    },
  );

  it.skipIf(!answer.ok)('lose nothing with a device that is lost or hangs', async () => {
    const arena = native!.nativeArena();
    for (let n = 0; n < 8; n++) {
      const kind = n % 2 === 0 ? 'lost' : 'hang';
      const device = await open({ timeoutMs: 30, fault: { kind, afterSubmits: n, hangMs: 60 } });
      if (!device.ok) throw new Error(device.reason);
      const fallbacks: (string | null)[] = [];
      await compareWithProcessor({
        compute: () => device.compute,
        arena: arena.ok ? arena.arena : null,
        numRuns: 8,
        most: 20,
        check: (batch) => fallbacks.push(batch.stats().fallback),
      });
      expect(
        fallbacks.some((each) => each !== null),
        `${kind} after ${n}`,
      ).toBe(true);
    }
  });
});
