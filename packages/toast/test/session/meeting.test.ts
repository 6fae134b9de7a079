import { createSimulatedNetwork, createVirtualTime, createRandom } from '@jamnet/testkit';
import {
  createToast,
  type Peer,
  type PeerEvent,
  resolveTopic,
  type Session,
  type Toast,
} from '@jamnet/toast';
import { describe, expect, it } from 'vitest';
import {
  createSimulatedLan,
  openMidi,
  type Player,
  say,
  sayMany,
  seconds,
  START_NS,
  texts,
  TOPIC,
} from '../simulated-lan.js';
import { createStranger } from '../stranger.js';

function eventsOf(session: Session): string[] {
  const events: string[] = [];
  const note = (event: PeerEvent): number => events.push(`${event.type} ${event.peer.name}`);
  session.events.addEventListener('peer', note);
  session.events.addEventListener('peer-left', note);
  session.events.addEventListener('peer-expired', note);
  return events;
}

const peerOf = (player: Player, other: Player): Peer | undefined =>
  player.session.peers().find((peer) => peer.senderId === other.toast.senderId);

describe('two processes that name the same topic', () => {
  it('meet in less than a second under 30 % loss, twenty times of twenty', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const lan = createSimulatedLan(seed);
      const loss = { loss: 0.3 };
      const a = await lan.join({ name: 'anna', send: loss, receive: loss });
      const b = await lan.join({ name: 'bela', send: loss, receive: loss });
      lan.time.runFor(seconds(1));
      expect(peerOf(a, b)?.name).toBe('bela');
      expect(peerOf(b, a)?.name).toBe('anna');
    }
  });

  it('write it differently', async () => {
    const lan = createSimulatedLan();
    const a = await lan.join({ session: { topic: 'midi://test' } });
    const b = await lan.join({ session: { topic: 'MIDI://test//' } });
    lan.time.runFor(seconds(1));
    expect(peerOf(a, b)).toBeDefined();
    expect(b.session.topic).toBe('midi://test');
  });

  it('know each other: name, clock, endpoints, who only listens', async () => {
    const lan = createSimulatedLan();
    const a = await lan.join({ name: 'anna', toast: { clockId: '0000000a' } });
    const b = await lan.join({ name: 'bela', toast: { clockId: '0000000b' } });
    const c = await lan.join({ name: 'cleo', toast: { clockId: '0000000a' } });
    openMidi(a.session);
    lan.time.runFor(seconds(1));
    expect(peerOf(b, a)).toMatchObject({
      name: 'anna',
      clockId: '0000000a',
      sameClock: false,
      receiveOnly: false,
      state: 'alive',
      endpoints: ['10.0.0.1:49152'],
      jitterUs: 0,
      fastestNs: 50_000,
      lossRate: 0,
    });
    expect(peerOf(a, b)).toMatchObject({
      receiveOnly: true,
      sameClock: false,
      reportedLossRate: 0,
    });
    expect(peerOf(c, a)?.sameClock).toBe(true);
    expect(peerOf(a, b)?.heartbeatIntervalNs).toBe(50e6);
  });

  it('are told of each other by name', async () => {
    const lan = createSimulatedLan();
    const a = await lan.join({ name: 'anna' });
    const events = eventsOf(a.session);
    await lan.join({ name: 'bela' });
    lan.time.runFor(seconds(0.1));
    expect(events).toEqual(['peer bela']);
  });

  it('hear each other, once, in three copies', async () => {
    const lan = createSimulatedLan();
    const [a, b] = [await lan.join(), await lan.join()];
    const stream = openMidi(a.session);
    lan.time.runFor(seconds(0.1));
    const sent = sayMany(lan, stream, 100, 10);
    expect(texts(b.got)).toEqual(sent);
    expect(stream.lastCopies).toBe(3);
    expect(b.got[99]).toMatchObject({
      senderId: a.toast.senderId,
      streamId: 1,
      timestampNs: START_NS + 0.1e9 + 99 * 10e6,
      arrivalNs: START_NS + 0.1e9 + 99 * 10e6 + 50_000,
    });
    expect(peerOf(b, a)?.streams.get(1)).toMatchObject({
      received: 100,
      duplicates: 200,
      lost: 0,
      late: 0,
    });
    expect(a.got).toEqual([]);
  });
});

describe('three peers', () => {
  it('hear each other through 30 % loss, and nobody hears himself', async () => {
    const lan = createSimulatedLan(3);
    const loss = { loss: 0.3 };
    const players: Player[] = [];
    for (let i = 0; i < 3; i++) players.push(await lan.join({ send: loss, receive: loss }));
    lan.time.runFor(seconds(1));
    const streams = players.map(({ session }) => openMidi(session, { redundancy: { copies: 16 } }));
    for (let i = 0; i < 50; i++) {
      streams.forEach((stream, player) => say(stream, `${player}: ${i}`));
      lan.time.runFor(10e6);
    }
    lan.time.runFor(seconds(1));
    players.forEach(({ session, got }, player) => {
      expect(session.peers()).toHaveLength(2);
      const others = [0, 1, 2].filter((other) => other !== player);
      const expected = others.flatMap((other) =>
        Array.from({ length: 50 }, (_, i) => `${other}: ${i}`),
      );
      // 16 copies, each lost with 0.51: one frame in 47,000.
      expect(texts(got).toSorted()).toEqual(expected.toSorted());
    });
  });
});

describe('a peer', () => {
  it('says goodbye: it is gone at once, and its streams send no more', async () => {
    const lan = createSimulatedLan();
    const [a, b] = [await lan.join({ name: 'anna' }), await lan.join()];
    const stream = openMidi(a.session);
    lan.time.runFor(seconds(1));
    const peer = peerOf(b, a)!;
    const events = eventsOf(b.session);
    await a.session.close();
    const sent = a.port.stats().datagramsSent;
    expect(say(stream, 'after the end')).toBe(false);
    lan.time.runFor(1e6);
    expect(events).toEqual(['peer-left anna']);
    expect(peer.state).toBe('left');
    expect(b.session.peers()).toEqual([]);
    lan.time.runFor(seconds(100));
    expect(a.port.stats().datagramsSent).toBe(sent);
    expect(events).toEqual(['peer-left anna']);
  });

  it('says goodbye three times, so that one of them comes through', async () => {
    let left = 0;
    for (let seed = 1; seed <= 50; seed++) {
      const lan = createSimulatedLan(seed);
      const a = await lan.join();
      const b = await lan.join({ receive: { loss: 0.5 } });
      lan.time.runFor(seconds(2));
      const events = eventsOf(b.session);
      await a.session.close();
      lan.time.runFor(seconds(1));
      left += events.length;
    }
    // 7 of 8.
    expect(left).toBeGreaterThan(37);
  });

  it('leaves and comes back under the same id: its old sequences do not silence it', async () => {
    const lan = createSimulatedLan();
    const [a, b] = [await lan.join({ name: 'anna' }), await lan.join()];
    const events = eventsOf(b.session);
    sayMany(lan, openMidi(a.session), 50, 10);
    await a.session.close();
    lan.time.runFor(seconds(0.1));
    const again = await a.toast.openSession({ topic: TOPIC });
    lan.time.runFor(seconds(0.5));
    const sent = sayMany(lan, openMidi(again), 50, 10, (i) => `again ${i}`);
    lan.time.runFor(seconds(0.1));
    expect(texts(b.got.slice(50))).toEqual(sent);
    expect(events).toEqual(['peer ', 'peer-left anna', 'peer anna']);
    expect(peerOf(b, a)).toMatchObject({ state: 'alive', receiveOnly: false });
  });

  it('closes a stream and opens another: nothing of it is taken for old', async () => {
    const lan = createSimulatedLan();
    const [a, b] = [await lan.join(), await lan.join()];
    const first = openMidi(a.session);
    sayMany(lan, first, 20, 10);
    first.close();
    const second = openMidi(a.session);
    first.close();
    const sent = sayMany(lan, second, 20, 10, (i) => `second ${i}`);
    lan.time.runFor(seconds(0.1));
    expect(texts(b.got.slice(20))).toEqual(sent);
    expect(second.streamId).not.toBe(first.streamId);
    const third = openMidi(a.session, { streamId: first.streamId });
    sayMany(lan, third, 20, 10, (i) => `third ${i}`);
    expect(b.got).toHaveLength(60);
  });

  it('restarts: it is a new sender, taken in at once', async () => {
    const lan = createSimulatedLan();
    const b = await lan.join();
    for (let run = 0; run < 4; run++) {
      const a = await lan.join({ name: 'anna' });
      say(openMidi(a.session), `run ${run}`);
      lan.time.runFor(1e6);
      expect(b.got.at(-1)).toMatchObject({ text: `run ${run}`, senderId: a.toast.senderId });
      // Killed: no goodbye.
      await a.port.close();
    }
    expect(b.session.peers()).toHaveLength(4);
    lan.time.runFor(seconds(7));
    expect(b.session.peers()).toHaveLength(0);
  });

  it('is turned away and counted when there are too many, until somebody has gone', async () => {
    const lan = createSimulatedLan();
    const b = await lan.join({ session: { maxPeers: 2 } });
    const heardRun = async (run: number): Promise<boolean> => {
      const a = await lan.join();
      say(openMidi(a.session), `run ${run}`);
      lan.time.runFor(1e6);
      await a.port.close();
      return texts(b.got).includes(`run ${run}`);
    };
    expect([await heardRun(0), await heardRun(1), await heardRun(2)]).toEqual([true, true, false]);
    expect(b.session.stats().rejected.tooMany).toBeGreaterThan(0);
    lan.time.runFor(seconds(7));
    expect([await heardRun(3), await heardRun(4), await heardRun(5)]).toEqual([true, true, false]);
  });

  it('expires after five seconds of silence, and comes back with its next frame', async () => {
    const lan = createSimulatedLan();
    const a = await lan.join({ name: 'anna' });
    const b = await lan.join();
    lan.time.runFor(seconds(6));
    const events = eventsOf(b.session);
    const peer = peerOf(b, a)!;
    // The cable is pulled.
    await b.port.leave(groupOf(a.session));
    lan.time.runFor(seconds(4.9));
    expect(peer.state).toBe('alive');
    lan.time.runFor(seconds(2));
    expect(peer.state).toBe('expired');
    expect(events).toEqual(['peer-expired anna']);
    expect(b.session.peers()).toEqual([]);
    await b.port.join(groupOf(a.session));
    lan.time.runFor(seconds(0.2));
    expect(peer.state).toBe('alive');
    expect(b.session.peers()).toEqual([peer]);
    expect(events).toEqual(['peer-expired anna', 'peer anna']);
  });

  it('expires in time for a listener too, which itself speaks twice a minute', async () => {
    const lan = createSimulatedLan();
    const player = await lan.join({ name: 'anna' });
    openMidi(player.session);
    const listener = await lan.join();
    // An audience of 480 that will not be missed for half an hour.
    for (let id = 1; id <= 480; id++)
      createStranger(lan, id).heartbeat({ rate: 1, receiveOnly: true });
    lan.time.runFor(seconds(10));
    const events = eventsOf(listener.session);
    await player.port.close();
    lan.time.runFor(seconds(7));
    expect(events).toEqual(['peer-expired anna']);
  });
});

describe('a sender id', () => {
  it('that another process has too is drawn again, and both are heard', async () => {
    const time = createVirtualTime({ startNs: START_NS });
    const { clock, timers } = time;
    const network = createSimulatedNetwork({ clock, timers, random: createRandom(1) });
    const players: { toast: Toast; session: Session }[] = [];
    for (const name of ['anna', 'bela']) {
      // Both draw the same first number; what they draw later is their own.
      const own = createRandom(name.length + players.length);
      let draws = 0;
      const toast = await createToast({
        name,
        port: network.createPort({ address: `10.0.0.${players.length + 1}` }),
        clock,
        timers,
        random: () => (draws++ === 0 ? 0.5 : own()),
        discovery: 'direct',
      });
      players.push({ toast, session: await toast.openSession({ topic: TOPIC }) });
    }
    const [a, b] = players as [(typeof players)[0], (typeof players)[0]];
    expect(a.toast.senderId).toBe(b.toast.senderId);
    const streams = players.map(({ session }) => openMidi(session));
    const heard: string[] = [];
    players.forEach(({ session }, player) =>
      session.subscribe({ streamType: 1 }, (frame) => {
        const { bytes, payloadOffset, payloadLength } = frame;
        const text = bytes.subarray(payloadOffset, payloadOffset + payloadLength);
        heard.push(`${player} heard ${new TextDecoder().decode(text)}`);
      }),
    );
    for (let i = 0; i < 10; i++) {
      streams.forEach((stream, player) => say(stream, `${player}`));
      time.runFor(5e6);
    }
    time.runFor(seconds(8));
    expect(a.toast.senderId).not.toBe(b.toast.senderId);
    expect(
      a.session.stats().rejected.collisions + b.session.stats().rejected.collisions,
    ).toBeGreaterThan(0);
    for (const [own, other] of [
      [a, b],
      [b, a],
    ] as const) {
      expect(own.session.peers().map((peer) => peer.senderId)).toEqual([other.toast.senderId]);
    }
    heard.length = 0;
    streams.forEach((stream, player) => say(stream, `${player}`));
    time.runFor(1e6);
    expect(heard.toSorted()).toEqual(['0 heard 1', '1 heard 0']);
  });

  it('that was drawn again does not make a process hear its own frames on their way', async () => {
    const lan = createSimulatedLan();
    const a = await lan.join({ name: 'anna' });
    const stream = openMidi(a.session, { redundancy: { copies: 8, windowUs: 45_000 } });
    lan.time.runFor(seconds(0.2));
    say(stream, 'mine');
    // Somebody else speaks under the same id.
    const other = await lan.join({
      name: 'bela',
      toast: { random: () => a.toast.senderId / 2 ** 32 },
    });
    const before = a.toast.senderId;
    lan.time.runFor(seconds(0.9));
    expect(a.toast.senderId).not.toBe(before);
    expect(a.got).toEqual([]);
    expect(a.session.peers()).toEqual([]);
    lan.time.runFor(seconds(1));
    expect(a.session.peers().map((peer) => peer.name)).toEqual(['bela']);
    expect(other.session.peers().map((peer) => peer.name)).toEqual(['anna']);
  });
});

function groupOf(session: Session) {
  return resolveTopic(session.topic).group4;
}
