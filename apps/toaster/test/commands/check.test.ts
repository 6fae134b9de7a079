import { describe, expect, it } from 'vitest';
import { renderCheck } from '../../src/check/check-screen.js';
import { checkLine } from '../../src/check/check-text.js';
import type { CheckView } from '../../src/check/path-view.js';
import { runCheck } from '../../src/commands/check.js';
import { ExitCode } from '../../src/exit-code.js';
import { createFakeContext } from '../support/fake-context.js';
import { createRoomNetwork } from '../support/two-rooms.js';

const FLAGS = { topic: 'audio://test', forMs: 10_000 };

function shown() {
  const views: CheckView[] = [];
  return {
    views,
    open: () => ({
      isPicture: false,
      show: (view: CheckView) => void views.push(view),
      close: () => undefined,
    }),
  };
}

interface Summary {
  readonly summary: {
    readonly verdict: string;
    readonly peers: readonly {
      readonly name: string;
      readonly state: string;
      readonly there: Record<string, number | string | Record<string, number | null> | null>;
      readonly here: Record<string, number | string | Record<string, number | null> | null>;
      readonly roundTrip: { readonly medianUs: number };
      readonly audio: { readonly copiesMs: readonly number[]; readonly playoutDelayMs: number };
    }[];
  };
}

describe('toaster check', () => {
  it('measures both ways where both sides check: rate, runs and delay', async () => {
    const context = createFakeContext({ json: true });
    const network = createRoomNetwork(context);
    const bursts = { gilbertElliott: { loss: 0.1, meanBurstMs: 8 } };
    const other = createFakeContext({ json: true });
    const { views, open } = shown();
    const here = runCheck({ ...FLAGS, name: 'anna' }, open, context, network.open);
    const there = runCheck(
      { ...FLAGS, name: 'bela' },
      shown().open,
      { ...other, clock: context.clock, timers: context.timers },
      network.losing(bursts),
    );
    await context.time.runAsync(40e9);
    expect([await here, await there]).toEqual([ExitCode.done, ExitCode.done]);
    const { summary } = context.lines().at(-1) as unknown as Summary;
    const [path] = summary.peers;
    expect(path.name).toBe('bela');
    expect(path.roundTrip.medianUs).toBeCloseTo(4_000, -2);
    expect(path.here).toMatchObject({ by: 'probes', lossRate: 0, runs: null });
    expect(path.there).toMatchObject({ by: 'report' });
    expect(path.there['lossRate']).toBeGreaterThan(0.05);
    expect(path.there['lossRate']).toBeLessThan(0.17);
    const { meanMs } = path.there['runs'] as { readonly meanMs: number };
    expect(meanMs).toBeGreaterThan(4);
    expect(meanMs).toBeLessThan(16);
    expect(path.audio.copiesMs.at(-1)).toBeGreaterThan(5);
    expect(summary.verdict).toBe('limited');
    const seen = (other.lines().at(-1) as unknown as Summary).summary.peers[0].here;
    expect(seen).toMatchObject({ by: 'probes' });
    expect((seen['runs'] as { count: number }).count).toBeGreaterThan(20);
    expect(context.time.pending).toBe(0);

    const last = views.at(-1)!;
    for (const columns of [80, 120]) {
      const rows = renderCheck(last, columns, 24, 'plain');
      expect(rows.every((row) => [...row].length === columns)).toBe(true);
      expect(rows.join('\n')).not.toContain('…');
      expect(rows.join('\n')).toContain('with limits: MIDI, audio with up to ');
    }
    expect(checkLine(last)).toMatch(
      /bela: \d+\.\d % lost there, 0\.0 % back, round trip 4\.\d\d ms/,
    );
  });

  it('finds a path without loss playable', async () => {
    const context = createFakeContext({ json: false });
    const network = createRoomNetwork(context);
    const other = await network.open({ topic: 'audio://test', name: 'bela' }, context);
    const done = runCheck(FLAGS, shown().open, context, network.open);
    await context.time.runAsync(15e9);
    expect(await done).toBe(ExitCode.done);
    expect(context.stdout()).toContain('0.0 % lost (3,7');
    expect(context.stdout()).toContain('heartbeats alone: run toaster check there too');
    expect(context.stdout()).toContain('verdict: playable: MIDI, audio with up to ');
    await other.close();
  });

  it('fails where nobody is, and says what to do', async () => {
    const context = createFakeContext({ json: true });
    const network = createRoomNetwork(context);
    const { views, open } = shown();
    const done = runCheck(FLAGS, open, context, network.open);
    const failure = expect(done).rejects.toThrow(
      /nobody was in audio:\/\/test for 10 s: start `toaster check audio:\/\/test` on the other machine/,
    );
    await context.time.runAsync(12e9);
    await failure;
    expect(context.lines().at(-1)).toMatchObject({ summary: { peers: [], verdict: 'nobody' } });
    expect(checkLine(views.at(-1)!)).toMatch(
      /^nobody is in audio:\/\/test yet; waited \d+ of 10 s$/,
    );
    expect(renderCheck(views.at(-1)!, 80, 24, 'plain').join('\n')).toContain(
      'toaster record --topic audio://test',
    );
    expect(context.time.pending).toBe(0);
  });

  it('says what was measured when the other side leaves, unless that was too little', async () => {
    for (const [staysNs, code] of [
      [6e9, ExitCode.done],
      [1e9, null],
    ] as const) {
      const context = createFakeContext({ json: false });
      const network = createRoomNetwork(context);
      const other = await network.open({ topic: 'audio://test', name: 'bela' }, context);
      const done = runCheck(FLAGS, shown().open, context, network.open).catch(String);
      await context.time.runAsync(context.clock.nowNs() + staysNs);
      const leaving = other.close();
      await context.time.runAsync(context.clock.nowNs() + 5e9);
      await leaving;
      if (code === null) expect(await done).toContain('too short to say anything: check again');
      else expect(await done).toBe(code);
      expect(context.stdout()).toContain('then said goodbye');
    }
  });

  it('says so when the other side does not hear this one', async () => {
    const context = createFakeContext({ json: false });
    const network = createRoomNetwork(context);
    const deaf = await network.losing(1)({ topic: 'audio://test', name: 'bela' }, context);
    const done = runCheck(FLAGS, shown().open, context, network.open);
    await context.time.runAsync(15e9);
    expect(await done).toBe(ExitCode.done);
    expect(context.stdout()).toContain('not playable: bela does not hear this side');
    await deaf.close();
  });
});
