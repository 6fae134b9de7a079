import { afterEach, describe, expect, it } from 'vitest';
import type { ComputeKernel } from '@jamnet/wire';
import type { OpenComputeOptions } from '../../src/gpu/options.js';
import type { NativeCompute } from '../../src/gpu/native-compute.js';
import { fillSpirv } from '../../src/generated/fill-kernel.js';
import { startWorker } from '../start-worker.js';
import { arenaWords, bound, closeDevices, missing, openDevice } from './vulkan-device.js';

interface Bench {
  readonly device: NativeCompute;
  readonly fill: ComputeKernel;
  run(): Promise<void>;
  readonly data: Uint32Array;
}

async function openBench(options: OpenComputeOptions, outside = false): Promise<Bench> {
  const device = await openDevice(options);
  const fill = await device.load('fill', fillSpirv);
  const [data, value] = outside
    ? [new Uint32Array(64), Uint32Array.of(7)]
    : [arenaWords(64), arenaWords(1).fill(7)];
  const bindings = [bound(data, 'read-write'), bound(value, 'read')];
  return { device, fill, data, run: () => fill.run(bindings, 64) };
}

const codeOf = (run: Promise<void>): Promise<string> =>
  run.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

describe.skipIf(missing !== undefined)('a device that fails', () => {
  afterEach(closeDevices);

  it('ends pending runs when it is closed, and refuses later ones', async () => {
    const { device, fill, run } = await openBench({
      fault: { kind: 'hang', afterSubmits: 0, hangMs: 120 },
    });
    const codes = Array.from({ length: 6 }, () => codeOf(run()));
    const closing = device.close();
    expect(device.failure).toBe('closed');
    expect(await Promise.all(codes)).toEqual(Array(6).fill('closed'));
    await closing;
    await device.close();
    expect(await codeOf(run())).toBe('closed');
    await expect(device.load('fill', fillSpirv)).rejects.toMatchObject({ code: 'closed' });
    await expect(device.readClocks()).rejects.toMatchObject({ code: 'closed' });
    fill.close();
  });

  it('is given up for the run that takes too long, and is back once that has ended', async () => {
    const { device, run, data } = await openBench({
      timeoutMs: 60,
      fault: { kind: 'hang', afterSubmits: 1, hangMs: 200 },
    });
    expect(await codeOf(run())).toBe('done');
    const both = [codeOf(run()), codeOf(run())];
    expect(await Promise.all(both)).toEqual(['timed-out', 'timed-out']);
    // It is not asked to do more while it has not answered.
    await expect(run()).rejects.toMatchObject({
      name: 'JamError',
      code: 'timed-out',
      message: expect.stringContaining('still busy'),
    });
    expect(device.failure).toBeNull();
    await expect.poll(() => codeOf(run()), { timeout: 5000, interval: 10 }).toBe('done');
    expect(data[63]).toBe(70);
  });

  it('does not write the results of a late run over what has come since', async () => {
    const { run, data } = await openBench(
      { timeoutMs: 40, fault: { kind: 'hang', afterSubmits: 0, hangMs: 120 } },
      true,
    );
    expect(await codeOf(run())).toBe('timed-out');
    data.fill(1);
    await expect.poll(() => codeOf(run()), { timeout: 5000, interval: 10 }).toBe('done');
    expect(data[0]).toBe(7);
    data.fill(1);
    await run();
    expect(data[63]).toBe(70);
  });

  it('reports a loss to everybody who waits, and at once from then on', async () => {
    const { device, run } = await openBench({ fault: { kind: 'lost', afterSubmits: 3 } });
    const codes = await Promise.all(Array.from({ length: 6 }, () => codeOf(run())));
    expect(codes.slice(0, 3)).toEqual(['done', 'done', 'done']);
    expect(codes.slice(3)).toEqual(Array(3).fill('device-lost'));
    expect(device.failure).toMatch('lost');
    expect(await codeOf(run())).toBe('device-lost');
    await expect(device.load('fill', fillSpirv)).rejects.toMatchObject({ code: 'device-lost' });
    await device.close();
    const again = await openBench({});
    await again.run();
    expect(again.data[0]).toBe(7);
  });

  it('goes with a busy worker, whatever that is at', async () => {
    for (let delayMs = 0; delayMs < 60; delayMs += 15) {
      const thread = startWorker('./gpu/busy-worker.ts');
      await thread.ready();
      // Not to wait for something: to meet it at opening, loading, running and reading.
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await thread.terminate();
    }
  });

  it('goes with the worker that has it, in the middle of a run', async () => {
    for (const how of ['terminate', 'exit']) {
      const thread = startWorker('./gpu/running-worker.ts', how);
      expect(await thread.ready()).toBe('running');
      await thread.terminate();
    }
    const { run, data } = await openBench({});
    await run();
    expect(data[63]).toBe(70);
  });
});
