import { describe, expect, it } from 'vitest';
import type { LinkPeer } from '../../src/link/peers.js';
import { findReference } from '../../src/link/reference.js';
import { createTimeline } from '../../src/link/timeline.js';
import { createDriftingHost } from './drifting-host.js';
import { apartUs, createLinkRoom } from './link-room.js';
import { createPlainPeer } from './plain-peer.js';

const id = (low: number) => ({ high: 0, low });

function peer(low: number, isSteady: boolean): LinkPeer {
  const endpoint = { family: 4, address: '10.0.0.1', port: low } as const;
  const timeline = createTimeline();
  return { node: id(low), session: id(1), timeline, startStop: undefined, endpoint, isSteady };
}

describe('whose clock a peer takes', () => {
  const find = (own: number, ...peers: LinkPeer[]) => {
    const found = findReference(peers, id(1), id(own));
    return found && [found.peer.node.low, found.isFollower];
  };

  it('is the founder’s, whoever that is', () => {
    expect(find(5, peer(3, true), peer(1, true))).toEqual([1, false]);
    expect(find(5, peer(3, true), peer(1, false))).toEqual([1, false]);
  });

  it('is its own where it is the founder, or has the smallest id without one', () => {
    expect(find(1, peer(3, true), peer(2, true))).toBeUndefined();
    expect(find(2, peer(3, true), peer(4, true))).toBeUndefined();
    expect(find(1)).toBeUndefined();
  });

  it('is that of the smallest id where the founder is gone', () => {
    expect(find(5, peer(6, true), peer(3, true), peer(4, true))).toEqual([3, false]);
  });

  it('is that of a peer that does not follow by itself, for the one that others follow', () => {
    expect(find(1, peer(4, false), peer(3, false), peer(2, true))).toEqual([3, true]);
    expect(find(2, peer(4, false), peer(3, true))).toEqual([4, true]);
    expect(find(3, peer(4, false), peer(2, true))).toEqual([2, false]);
  });
});

describe('a founder among peers of Link’s own kind', () => {
  it.each([-50, 50])('keeps to one whose clock runs %d ppm off', async (ppm) => {
    const room = createLinkRoom({ latencyNs: 100_000, latencyJitterNs: 50_000 });
    const a = await room.enter();
    const b = await room.enter({ ppm: -ppm / 2 });
    room.runMs(1000);
    const host = createDriftingHost(room.time, ppm, 7e9);
    const plain = await createPlainPeer(host, room.stranger());
    room.runMs(1000);
    const [founder] = [a, b].filter(({ link }) => link.sessionId === link.nodeId);
    expect(founder.link.peers).toBe(2);
    let worst = 0;
    for (let i = 0; i < 3000; i++) {
      room.runMs(100);
      const now = plain.beatAt(host.clock.nowNs());
      for (const each of [a, b]) worst = Math.max(worst, apartUs(each.phase(), now, 120));
    }
    expect(plain.measurements).toBeGreaterThan(8);
    // It would be 50 ppm of 30 s, 1.5 ms, if nobody kept to it.
    expect(worst).toBeLessThan(250);
    expect(Math.abs(founder.link.stats().driftPpm - ppm)).toBeLessThan(30);
  });
});
