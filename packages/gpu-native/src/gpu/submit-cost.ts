import type { Compute } from '@jamnet/wire';
import { fillSpirv } from '../generated/fill-kernel.js';

const RUNS = 24;

/**
 * What any run costs before it has done anything, in microseconds: the lower quartile of some runs of the smallest kernel.
 * Other work on the machine makes some of them dearer and none cheaper.
 */
export async function measureSubmitCost(
  compute: Compute,
  nowUs: () => number = () => performance.now() * 1000,
): Promise<number> {
  const kernel = await compute.load('fill', fillSpirv);
  const data = new Uint8Array(256);
  const value = new Uint8Array(4);
  const costs: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const started = nowUs();
    await kernel.run(
      [
        { bytes: data, access: 'write' },
        { bytes: value, access: 'read' },
      ],
      64,
    );
    costs.push(nowUs() - started);
  }
  kernel.close();
  return costs.sort((a, b) => a - b)[RUNS / 4]!;
}
