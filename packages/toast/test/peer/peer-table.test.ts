import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createPeerTable } from '../../src/peer/peer-table.js';

const S = 1e9;

function table(maxPeers = 100) {
  const events: string[] = [];
  const peers = createPeerTable(maxPeers, {
    appeared: (peer) => events.push(`came ${peer.senderId}`),
    left: (peer) => events.push(`left ${peer.senderId}`),
    expired: (peer) => events.push(`expired ${peer.senderId}`),
  });
  return {
    events,
    peers,
    hear(senderId: number, atS: number) {
      const peer = peers.find(senderId, atS * S);
      if (peer === undefined) return undefined;
      peers.heard(peer, atS * S);
      peers.announce(peer);
      return peer;
    },
  };
}

describe('the peer table', () => {
  it('takes a new sender in at once, and once', () => {
    const { events, peers, hear } = table();
    const peer = hear(7, 1);
    expect(hear(7, 2)).toBe(peer);
    expect(events).toEqual(['came 7']);
    expect(peers.alive).toBe(1);
    expect([peer!.firstHeardNs, peer!.lastHeardNs]).toEqual([1 * S, 2 * S]);
  });

  it('tells nobody of who never said anything of use', () => {
    const { events, peers } = table();
    peers.heard(peers.find(7, 1 * S)!, 1 * S);
    peers.sweep(10 * S);
    expect(events).toEqual([]);
    expect(peers.alive).toBe(0);
  });

  it('expires who is silent for more than five seconds, not before', () => {
    const { events, peers, hear } = table();
    const peer = hear(7, 10)!;
    peers.sweep(15 * S);
    expect(peer.state).toBe('alive');
    peers.sweep(15.6 * S);
    expect(peer.state).toBe('expired');
    peers.sweep(17 * S);
    expect(events).toEqual(['came 7', 'expired 7']);
    expect(peers.alive).toBe(0);
  });

  it('waits for twenty of its own intervals when those are longer', () => {
    const { peers, hear } = table();
    const peer = hear(7, 10)!;
    peer.heartbeatIntervalNs = 1 * S;
    peers.sweep(29.9 * S);
    expect(peer.state).toBe('alive');
    peers.sweep(30.5 * S);
    expect(peer.state).toBe('expired');
  });

  it('takes who was expired back with the next frame, and tells', () => {
    const { events, peers, hear } = table();
    const peer = hear(7, 1)!;
    peers.setReceiveOnly(peer, false);
    peers.sweep(10 * S);
    expect(peers.senders).toEqual([]);
    expect(hear(7, 11)).toBe(peer);
    expect(peer.state).toBe('alive');
    expect(peers.senders).toEqual([peer]);
    expect(events).toEqual(['came 7', 'expired 7', 'came 7']);
  });

  it('does not take late copies of who said goodbye for a return', () => {
    const { events, peers, hear } = table();
    const peer = hear(7, 1)!;
    peers.left(peer);
    peers.left(peer);
    hear(7, 1.02);
    expect(peer.state).toBe('left');
    peers.cameBack(peer);
    expect(peer.state).toBe('alive');
    peers.cameBack(peer);
    expect(events).toEqual(['came 7', 'left 7', 'came 7']);
    expect(peers.alive).toBe(1);
  });

  it('forgets who has been gone for a minute', () => {
    const { events, peers, hear } = table();
    const before = hear(7, 1);
    peers.sweep(10 * S);
    peers.sweep(60 * S);
    expect(peers.all.size).toBe(1);
    peers.sweep(62 * S);
    expect(peers.all.size).toBe(0);
    expect(hear(7, 63)).not.toBe(before);
    expect(events).toEqual(['came 7', 'expired 7', 'came 7']);
  });

  it('keeps apart who sends media', () => {
    const { peers, hear } = table();
    const [a, b] = [hear(1, 1)!, hear(2, 1)!];
    peers.setReceiveOnly(a, false);
    peers.setReceiveOnly(b, false);
    peers.setReceiveOnly(a, false);
    expect(peers.senders).toEqual([a, b]);
    peers.setReceiveOnly(a, true);
    expect(peers.senders).toEqual([b]);
    peers.left(b);
    expect(peers.senders).toEqual([]);
    peers.setReceiveOnly(b, true);
    peers.setReceiveOnly(b, false);
    expect(peers.senders).toEqual([]);
  });

  it('holds no more than it may, but lets the gone make room', () => {
    const { events, peers, hear } = table(3);
    for (const id of [1, 2, 3, 4]) hear(id, 1);
    expect([...peers.all.keys()]).toEqual([1, 2, 3]);
    expect(hear(4, 2)).toBeUndefined();
    peers.left(hear(2, 2)!);
    expect(hear(5, 3)).toBeDefined();
    expect([...peers.all.keys()]).toEqual([1, 3, 5]);
    expect(hear(6, 3)).toBeUndefined();
    expect(events.filter((event) => event.startsWith('came'))).toEqual([
      'came 1',
      'came 2',
      'came 3',
      'came 5',
    ]);
  });

  it('counts right whatever happens in whatever order', () => {
    const random = createRandom(11);
    const { peers, hear } = table(20);
    let atS = 0;
    for (let step = 0; step < 20_000; step++) {
      atS += random() * 0.4;
      const peer = hear(Math.floor(random() * 40), atS);
      const what = random();
      if (peer !== undefined && what < 0.1) peers.left(peer);
      else if (peer !== undefined && what < 0.2) peers.cameBack(peer);
      else if (peer !== undefined && what < 0.5) peers.setReceiveOnly(peer, random() < 0.5);
      else if (what > 0.9) peers.sweep((atS += random() * 20) * S);
      const alive = [...peers.all.values()].filter((each) => each.state === 'alive');
      const senders = alive.filter((each) => !each.receiveOnly);
      const right =
        peers.alive === alive.length &&
        peers.senders.length === senders.length &&
        senders.every((each) => peers.senders.includes(each)) &&
        peers.all.size <= 20;
      if (!right) expect.fail(`wrong after ${step} steps`);
    }
  });
});
