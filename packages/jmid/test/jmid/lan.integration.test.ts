import { createLan, type Lan, requireLan } from '@jamnet/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Report } from '../support/player-process.js';
import { type RemotePlayer, startPlayer } from '../support/remote-player.js';
import { randomSong, type Timed } from '../support/song.js';

const available = requireLan();
const title = available.ok ? 'a jam on a LAN' : `a jam on a LAN (${available.reason})`;
const NAMES = ['player', 'first', 'second'];

describe.skipIf(!available.ok)(title, () => {
  let lan: Lan;
  let players: RemotePlayer[];

  beforeEach(async () => {
    lan = await createLan({ hosts: 3 });
    players = lan.hosts.map((host) => startPlayer((...args) => host.spawn(...args)));
  });
  afterEach(() => lan?.close());

  /** A player on host 0, listeners on the others; all on one topic. */
  async function open(families: (4 | 6)[] = [4]): Promise<void> {
    const topic = 'midi://lan';
    await Promise.all(
      players.map((player, i) =>
        player.open({ topic, toast: { name: NAMES[i], families }, jmid: { send: i === 0 } }),
      ),
    );
  }

  async function play(song: readonly Timed[]): Promise<Report[]> {
    expect(await players[0].play(song)).toBe(0);
    return Promise.all(players.map((player) => player.report()));
  }

  function expectAllFound(reports: readonly Report[]): void {
    const openNs = Math.max(...reports.map((report) => report.openNs));
    for (const [i, { foundNs }] of reports.entries()) {
      for (const [j, name] of NAMES.entries()) {
        if (i === j) continue;
        const ms = (foundNs[name] - openNs) / 1e6;
        expect(ms, `${NAMES[i]} found ${name}`).toBeLessThan(1000);
      }
    }
  }

  function expectAllHeard(song: readonly Timed[], { heard, stats }: Report): void {
    const sent = heard.filter(({ synthesised }) => !synthesised).map(({ event }) => event);
    const inOrder = sent.toSorted((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
    expect(inOrder.map(({ sequence }) => sequence)).toEqual(song.map((_, i) => i + 1));
    expect(inOrder).toMatchObject(song.map(({ event }) => event));
    expect(stats).toMatchObject({ received: song.length, missing: 0, malformed: 0 });
  }

  test('30 % of all datagrams lost by the kernel: found in a second, the same events on both listeners', async () => {
    await lan.setLoss(0.3);
    await open();
    const song = randomSong(250, 100);
    const reports = await play(song);
    expectAllFound(reports);
    expectAllHeard(song, reports[1]);
    expectAllHeard(song, reports[2]);
    expect(reports[1].stats.repaired + reports[2].stats.repaired).toBeGreaterThan(0);
    expect((await lan.host(1).dropped()).input).toBeGreaterThan(0);
  });

  test('66 % lost by the kernel both ways: nothing missing, hardly a note late', async () => {
    await lan.setLoss(0.66);
    await open();
    const song = randomSong(120, 20);
    const reports = await play(song);
    for (const report of reports.slice(1)) {
      expectAllHeard(song, report);
      const settledUs = Number(report.heard[0].event.timestamp) + 3e6;
      const late = report.heard.filter(
        ({ event, late: is }) =>
          is && event.type === 'note_on' && Number(event.timestamp) > settledUs,
      );
      // `npm run bars:lan` holds the bar; a busy machine must not fail this.
      expect(late.length).toBeLessThanOrEqual(10);
    }
  });

  test('over IPv6 alone', async () => {
    await lan.setLoss(0.2);
    await open([6]);
    const song = randomSong(100, 100);
    const reports = await play(song);
    expectAllFound(reports);
    expectAllHeard(song, reports[1]);
    expectAllHeard(song, reports[2]);
  });
});
