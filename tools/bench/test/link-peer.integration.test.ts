/** Our Link peer, and a session that is connected with Link, beside a peer by Ableton's own library, on hosts of a LAN of namespaces. */
import { setTimeout as wait } from 'node:timers/promises';
import { lanAvailable } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { checkBothWays } from '../link-peer/both-ways.js';
import { buildLinkPeer } from '../link-peer/build.js';
import { createLinkPair } from '../link-peer/pair.js';
import { checkSessionBothWays, createSessionTrio } from '../link-peer/session-trio.js';

const MOST_APART_US = 1000;
const SAMPLES = 40;

const lan = lanAvailable();
const program = lan.ok ? buildLinkPeer() : lan;
const reason = lan.ok ? (program.ok ? '' : program.reason) : lan.reason;
if (reason !== '' && process.env['JAMNET_REQUIRE_LINK'] === '1')
  throw new Error(`JAMNET_REQUIRE_LINK=1, but there is no real Link peer here: ${reason}`);
const path = 'path' in program ? program.path : '';

describe.skipIf(reason !== '')(`a real Link peer${reason === '' ? '' : ` (${reason})`}`, () => {
  it.each(['real', 'ours'] as const)(
    'shares tempo, phase and start/stop both ways; founder: %s',
    async (founder) => {
      await using pair = await createLinkPair({ program: path, founder });
      const crossings = await checkBothWays(pair);
      expect(Math.max(...crossings.map(({ tookMs }) => tookMs))).toBeLessThan(3000);
      const errors: number[] = [];
      for (let i = 0; i < SAMPLES; i++) {
        await wait(50);
        errors.push(Math.abs((await pair.state()).phaseErrorUs));
      }
      expect(Math.max(...errors)).toBeLessThan(MOST_APART_US);
      const { ours } = await pair.state();
      expect(ours.sessionId === ours.nodeId).toBe(founder === 'ours');
      expect(Object.values(ours.stats.rejected).every((count) => count === 0)).toBe(true);
    },
  );

  it('keeps with a session of two processes, of which one is connected', async () => {
    await using trio = await createSessionTrio({ program: path });
    await checkSessionBothWays(trio);
    const errors: number[] = [];
    for (let i = 0; i < SAMPLES; i++) {
      await wait(50);
      errors.push(Math.abs((await trio.state()).otherErrorUs));
    }
    expect(Math.max(...errors)).toBeLessThan(MOST_APART_US);
    const { stats } = (await trio.state()).linked;
    expect(stats?.toSession).toMatchObject({ starts: 1, stops: 1, moves: 0 });
    expect(stats?.toLink).toMatchObject({ tempos: 1, starts: 2, stops: 1 });
  });
});
