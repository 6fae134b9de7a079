import { type DatagramPort, JamError, type Destination } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLink } from '../../src/link/link-peer.js';
import { createLinkRoom } from './link-room.js';
import { MAX_LINK_PEERS } from '../../src/link/peers.js';
import {
  createDiscoveryMessage,
  encodeDiscoveryInto,
} from '../../src/link/v1/discovery-message.js';
import { encodePingInto } from '../../src/link/v1/ping-pong.js';
import { bytesOf } from './bytes-of.js';

const GROUP: Destination = { family: 4, address: '224.76.78.75', port: 20_808 };

interface Sent {
  readonly atMs: number;
  readonly type: number;
  readonly toGroup: boolean;
  readonly ttl: number;
}

/** A room whose discovery messages are written down. */
function watchedRoom() {
  const sent: Sent[] = [];
  const room = createLinkRoom({
    tap: (_from, to, bytes, _length, atNs) => {
      if (bytes[1] !== 0x61) return;
      const toGroup = to.address === GROUP.address;
      sent.push({ atMs: atNs / 1e6, type: bytes[8], ttl: bytes[9], toGroup });
    },
  });
  return { room, sent };
}

describe('the manners of a Link peer', () => {
  it('announces itself every 250 ms with a ttl of 5 s', async () => {
    const { room, sent } = watchedRoom();
    await room.enter();
    room.runMs(2000);
    expect(sent.map(({ atMs }) => atMs - sent[0].atMs)).toEqual([
      0, 250, 500, 750, 1000, 1250, 1500, 1750, 2000,
    ]);
    expect(sent.every(({ type, ttl, toGroup }) => type === 1 && ttl === 5 && toGroup)).toBe(true);
  });

  it('tells a change at once, but never twice within 50 ms', async () => {
    const { room, sent } = watchedRoom();
    const a = await room.enter();
    room.runMs(100);
    a.link.setTempo(100, a.now());
    expect(sent.at(-1)!.atMs).toBe(a.now() / 1e6);
    for (let i = 0; i < 300; i++) {
      room.runMs(7);
      a.link.setTempo(60 + i, a.now());
    }
    const gaps = sent.slice(1).map(({ atMs }, i) => atMs - sent[i].atMs);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(50);
    // The first one, put off, goes out as soon as it may.
    expect(Math.max(...gaps.slice(1))).toBe(50);
  });

  it('answers an alive by unicast and says goodbye when it leaves', async () => {
    const { room, sent } = watchedRoom();
    const a = await room.enter();
    const b = await room.enter();
    room.runMs(1000);
    const responses = sent.filter(({ type }) => type === 2);
    const alives = sent.filter(({ type }) => type === 1);
    // The last alives are on their way.
    expect(Math.abs(responses.length - alives.length)).toBeLessThanOrEqual(2);
    expect(responses.every(({ toGroup }) => !toGroup)).toBe(true);
    await b.link.close();
    await b.link.close();
    const byes = sent.filter(({ type }) => type === 3);
    expect(byes.length).toBeGreaterThan(0);
    expect(byes.every(({ toGroup }) => toGroup)).toBe(true);
    room.runMs(1);
    expect(a.link.peers).toBe(0);
    const count = sent.length;
    room.runMs(200);
    expect(sent.slice(count).every(({ type }) => type === 1)).toBe(true);
    expect(() => b.link.setTempo(100, 0)).toThrow(JamError);
  });

  it('answers pings, also of strangers, and no others than the protocol has', async () => {
    const { room } = watchedRoom();
    const a = await room.enter();
    const stranger = room.stranger();
    const got: number[] = [];
    stranger.onBatch((view, descriptors) => got.push(view[descriptors.getUint32(16, true) + 8]));
    const ping = new Uint8Array(64);
    const length = encodePingInto(123, NaN, ping, 0);
    const to = a.port.endpoints()[0];
    stranger.send(ping, 0, length, to, 0);
    stranger.send(bytesOf('5f6c696e6b 5f76 01 01'), 0, 9, to, 0);
    room.runMs(1);
    expect(got).toEqual([2]);
    expect(a.link.stats().pongsSent).toBe(1);
    expect(a.link.stats().rejected.malformed).toBe(1);
  });

  it('aligns its own count when alone, and waits for the phase with others', async () => {
    const { room } = watchedRoom();
    const a = await room.enter();
    room.runMs(1130);
    a.link.requestBeatAtTime(0, a.now());
    expect(a.link.beatAt(a.now())).toBeCloseTo(0, 5);
    const b = await room.enter();
    room.runMs(1000);
    const phase = b.phase();
    b.link.requestBeatAtTime(16, b.now(), 4);
    expect(b.phase()).toBeCloseTo(phase, 9);
    const atNs = b.link.timeOfBeat(16);
    expect(atNs - b.now()).toBeGreaterThanOrEqual(0);
    expect(atNs - b.now()).toBeLessThan(4 * 0.5e9);
    expect(b.link.beatAt(atNs)).toBeCloseTo(16, 6);
    const wrapped = a.link.phaseAt(atNs, 4);
    expect(Math.min(wrapped, 4 - wrapped)).toBeLessThan(1e-4);
    // Forcing shifts everybody.
    b.link.forceBeatAtTime(32.5, b.now(), 4);
    expect(b.link.beatAt(b.now())).toBeCloseTo(32.5, 5);
    room.runMs(100);
    expect(a.phase()).toBeCloseTo(b.phase(), 4);
    expect(b.link.beatAt(b.now())).toBeCloseTo(32.7, 4);
  });

  it('counts what it cannot say', async () => {
    const { room } = watchedRoom();
    const { link } = await room.enter();
    room.runMs(1000);
    expect(link.stats().unsendable).toBe(0);
    const { alivesSent } = link.stats();
    link.setPlaying(true, 1e20);
    room.runMs(1000);
    expect(link.stats().alivesSent).toBe(alivesSent);
    expect(link.stats().unsendable).toBeGreaterThanOrEqual(4);
  });

  it('leaves the groups that it has joined when it cannot join the next', async () => {
    const { room } = watchedRoom();
    const { host } = await room.enter();
    const port = room.stranger();
    const calls: string[] = [];
    const failing = Object.assign(Object.create(port) as DatagramPort, {
      join: async ({ address }: Destination) => {
        calls.push(`join ${address}`);
        if (calls.length === 2) throw new JamError('multicast-impossible', 'no second group');
      },
      leave: async ({ address }: Destination) => void calls.push(`leave ${address}`),
    });
    const { clock, timers } = host;
    const second = { ...GROUP, address: '224.76.78.76' };
    const announce = [GROUP, second].map((group) => ({ group, endpoint: GROUP }));
    const random = () => 0.5;
    await expect(createLink({ port: failing, clock, timers, random, announce })).rejects.toThrow(
      'no second group',
    );
    expect(calls).toEqual(['join 224.76.78.75', 'join 224.76.78.76', 'leave 224.76.78.75']);
  });

  it('refuses what it cannot be', async () => {
    const { room } = watchedRoom();
    await expect(room.enter({ bpm: 19 })).rejects.toThrow(/bpm is 19/u);
    await expect(room.enter({ quantum: 0 })).rejects.toThrow(/quantum is 0/u);
    const { link } = await room.enter();
    expect(() => link.setTempo(NaN, 0)).toThrow(/bpm is NaN/u);
    expect(() => link.setPlaying(true, NaN)).toThrow(/atNs is NaN/u);
  });

  it('stands whatever strangers send, and counts it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.constantFrom('', '5f61736470 5f76 01', '5f6c696e6b 5f76 01'),
            fc.uint8Array({ maxLength: 120 }),
          ),
          { maxLength: 20 },
        ),
        async (datagrams) => {
          const { room } = watchedRoom();
          const a = await room.enter();
          const stranger = room.stranger();
          for (const [head, tail] of datagrams) {
            const bytes = Uint8Array.from([...bytesOf(head), ...tail]);
            stranger.send(bytes, 0, bytes.length, GROUP, 0);
          }
          room.runMs(400);
          const { rejected, received } = a.link.stats();
          const counted = Object.values(rejected).reduce((sum, count) => sum + count, received);
          expect(counted).toBe(datagrams.length);
          expect(a.link.bpm).toBe(120);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('takes no more peers than it has room for', async () => {
    const { room } = watchedRoom();
    const a = await room.enter();
    const stranger = room.stranger();
    const message = createDiscoveryMessage();
    message.hasSession = message.hasTimeline = true;
    message.ttl = 5;
    const bytes = new Uint8Array(200);
    for (let i = 1; i <= MAX_LINK_PEERS + 10; i++) {
      message.node.low = i;
      const length = encodeDiscoveryInto(message, bytes, 0);
      stranger.send(bytes, 0, length, GROUP, 0);
    }
    message.group = 1;
    stranger.send(bytes, 0, encodeDiscoveryInto(message, bytes, 0), GROUP, 0);
    room.runMs(1);
    expect(a.link.stats().rejected.tooManyPeers).toBe(10);
    expect(a.link.stats().rejected.otherGroup).toBe(1);
    expect(a.link.peers).toBe(0);
  });
});
