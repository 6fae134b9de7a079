import { createToast, FormatType, resolveTopic, StreamType } from '@jamnet/toast';
import { JamError } from '@jamnet/wire';
import { describe, expect, it, test } from 'vitest';
import { encodeJson, type FrameJson } from '../v2/frame-json.js';
import {
  collect,
  createSimulatedLan,
  openMidi,
  say,
  sayMany,
  seconds,
  START_NS,
  texts,
  TOPIC,
} from '../simulated-lan.js';
import { toHex } from '../vector-file.js';

const badOption = expect.objectContaining({ code: 'bad-option' });
const closed = expect.objectContaining({ code: 'closed' });

const plain: FrameJson = {
  streamType: 1,
  formatType: 1,
  sealed: false,
  refresh: false,
  burstIndex: 0,
  burstSize: 1,
  messageType: 0,
  streamId: 1,
  timestamp: '5',
  sequence: 1,
  uuid: '',
  payload: '',
};

describe('several sessions in one process', () => {
  it('are apart, on one port, under one sender id', async () => {
    const lan = createSimulatedLan();
    const a = await lan.join();
    const b = await lan.join();
    const second = await a.toast.openSession({ topic: 'audio://second' });
    const there = await b.toast.openSession({ topic: 'audio://second' });
    const gotThere = collect(there);
    const streams = [openMidi(a.session), openMidi(second)];
    expect(streams.map((stream) => stream.streamId)).toEqual([1, 1]);
    for (let i = 0; i < 20; i++) {
      streams.forEach((stream, index) => say(stream, `${index}: ${i}`));
      lan.time.runFor(10e6);
    }
    expect(texts(b.got)).toEqual(Array.from({ length: 20 }, (_, i) => `0: ${i}`));
    expect(texts(gotThere)).toEqual(Array.from({ length: 20 }, (_, i) => `1: ${i}`));
    expect(there.peers()[0]!.senderId).toBe(b.session.peers()[0]!.senderId);
    expect(a.toast.sessions()).toEqual([a.session, second]);
    await second.close();
    expect(a.toast.sessions()).toEqual([a.session]);
    say(streams[0]!, 'the other goes on');
    lan.time.runFor(1e6);
    expect(b.got.at(-1)!.text).toBe('the other goes on');
  });

  it('of the same topic are one: the second is refused, however it is written', async () => {
    const lan = createSimulatedLan();
    const { toast, session } = await lan.join();
    await expect(toast.openSession({ topic: 'MIDI://test/' })).rejects.toEqual(badOption);
    const both = [
      toast.openSession({ topic: 'midi://x' }),
      toast.openSession({ topic: 'midi://x' }),
    ];
    const settled = await Promise.allSettled(both);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await session.close();
    await expect(toast.openSession({ topic: TOPIC })).resolves.toBeDefined();
  });

  it('do not include that of discovery', async () => {
    const { toast } = await createSimulatedLan().openToast();
    await expect(toast.openSession({ topic: 'sync://jamnet' })).rejects.toEqual(
      expect.objectContaining({ code: 'bad-topic' }),
    );
  });
});

describe('frames that are not for a session', () => {
  it('of a session that was not joined are dropped and counted', async () => {
    const lan = createSimulatedLan();
    const b = await lan.join();
    const stranger = lan.network.createPort({ address: '10.0.9.9' });
    const sessionName = toHex(resolveTopic('midi://elsewhere').sessionName);
    const frame = encodeJson({ ...plain, uuid: `${sessionName}01020304` });
    for (let i = 0; i < 5; i++) {
      stranger.send(frame, 0, frame.length, resolveTopic(TOPIC).group4, 0);
      stranger.send(frame, 0, frame.length, b.port.endpoints()[0]!, 0);
    }
    lan.time.runFor(seconds(1));
    expect(b.toast.stats().rejected.otherSession).toBe(10);
    expect(b.session.peers()).toEqual([]);
    expect(b.got).toEqual([]);
  });

  it('are counted by what is wrong with them', async () => {
    const lan = createSimulatedLan();
    const b = await lan.join();
    const stranger = lan.network.createPort({ address: '10.0.9.9' });
    const { group4, sessionName } = resolveTopic(TOPIC);
    const uuid = `${toHex(sessionName)}01020304`;
    const send = (bytes: Uint8Array): unknown => stranger.send(bytes, 0, bytes.length, group4, 0);
    const sendFrame = (changes: Partial<FrameJson>): unknown =>
      send(encodeJson({ ...plain, uuid, ...changes }));
    const payload = Buffer.from('{"t":"hb"').toString('hex');
    const heartbeat = { streamType: StreamType.HEARTBEAT, streamId: 0 };

    send(new Uint8Array(10));
    send(new Uint8Array(60));
    send(new Uint8Array(1300));
    sendFrame({ sealed: true });
    sendFrame({ streamId: 0 });
    sendFrame({ ...heartbeat, streamId: 9 });
    sendFrame({ ...heartbeat, payload });
    sendFrame({ ...heartbeat, formatType: FormatType.MSGPACK, payload });
    sendFrame({ streamType: StreamType.AUDIO, streamId: 7 });
    for (let streamId = 20; streamId < 40; streamId++) sendFrame({ streamId });
    lan.time.runFor(seconds(1));

    expect(b.toast.stats().rejected).toMatchObject({ short: 1, badLength: 2 });
    expect(b.session.stats().rejected).toMatchObject({
      sealed: 1,
      malformed: 3,
      unknownForm: 1,
      unrouted: 1,
      tooMany: 5,
    });
    expect(b.got).toHaveLength(15);
  });

  it('of its own never come back to it', async () => {
    const lan = createSimulatedLan();
    const a = await lan.join();
    await lan.join();
    const heard: number[] = [];
    for (let type = 1; type <= 7; type++) {
      a.session.subscribe({ streamType: type }, () => heard.push(type));
    }
    sayMany(lan, openMidi(a.session), 50, 10);
    expect(a.port.stats().datagramsReceived).toBeGreaterThan(150);
    expect(heard).toEqual([]);
    expect(a.session.peers()).toHaveLength(1);
  });
});

describe('ways to meet', () => {
  test.each([
    ['IPv4', [4], 1],
    ['IPv6', [6], 1],
    ['both, each copy twice', [4, 6], 2],
  ] as const)('%s', async (_name, families, datagrams) => {
    const sent: string[] = [];
    const lan = createSimulatedLan(1, (from, to) => {
      if (from.address.endsWith('1')) sent.push(to.address);
    });
    const address = (host: number): string[] => [`10.0.1.${host}`, `fd00::${host}`];
    const a = await lan.join({ address: address(1), toast: { families } });
    const b = await lan.join({ address: address(2), toast: { families } });
    const texted = sayMany(lan, openMidi(a.session, { redundancy: { copies: 1 } }), 20, 10);
    expect(texts(b.got)).toEqual(texted);
    const { group4, group6 } = resolveTopic(TOPIC);
    const groups = families.map((family) => (family === 4 ? group4 : group6).address);
    expect(new Set(sent)).toEqual(new Set(groups));
    expect(b.session.peers()[0]!.streams.get(1)).toMatchObject({
      received: 20,
      duplicates: 20 * (datagrams - 1),
    });
  });

  it('unicast alone, to listed peers', async () => {
    const sent: string[] = [];
    const lan = createSimulatedLan(1, (_from, to) => sent.push(`${to.address}:${to.port}`));
    const endpoint = (host: number): string => `10.0.0.${host}:49152`;
    const direct = (...hosts: number[]) => ({
      session: { multicast: false, peers: hosts.map(endpoint) },
    });
    const a = await lan.join(direct(2, 3));
    const b = await lan.join(direct(1));
    const c = await lan.join(direct(1));
    const texted = sayMany(lan, openMidi(a.session), 20, 10);
    expect(texts(b.got)).toEqual(texted);
    expect(texts(c.got)).toEqual(texted);
    expect(a.session.peers()).toHaveLength(2);
    expect(b.session.peers()).toHaveLength(1);
    expect(new Set(sent)).toEqual(new Set([1, 2, 3].map(endpoint)));
    expect(a.session.stats().sent.datagrams).toBe(a.port.stats().datagramsSent);
  });

  it('multicast and a listed peer at once: what comes twice is heard once', async () => {
    const lan = createSimulatedLan();
    const a = await lan.join({ session: { peers: ['10.0.0.2:49152'] } });
    const b = await lan.join();
    const c = await lan.join();
    const texted = sayMany(lan, openMidi(a.session, { redundancy: { copies: 1 } }), 20, 10);
    expect([texts(b.got), texts(c.got)]).toEqual([texted, texted]);
    expect(
      b.session
        .peers()
        .find((p) => p.senderId === a.toast.senderId)!
        .streams.get(1),
    ).toMatchObject({ received: 20, duplicates: 20 });
  });
});

describe('a stream', () => {
  it('goes on over the wrap of its sequences', async () => {
    const lan = createSimulatedLan(4);
    const a = await lan.join();
    const b = await lan.join({ receive: { loss: 0.2 } });
    lan.time.runFor(seconds(0.1));
    const stranger = lan.network.createPort({ address: '10.0.9.9' });
    const { group4, sessionName } = resolveTopic(TOPIC);
    const sent: number[] = [];
    for (let i = 0; i < 600; i++) {
      const sequence = (2 ** 32 - 300 + i) >>> 0;
      sent.push(sequence);
      for (let burstIndex = 0; burstIndex < 8; burstIndex++) {
        const frame = encodeJson({
          ...plain,
          sequence,
          burstIndex,
          burstSize: 8,
          uuid: `${toHex(sessionName)}0a0b0c0d`,
          payload: Buffer.from(`${i}`).toString('hex'),
        });
        stranger.send(frame, 0, frame.length, group4, 0);
      }
      lan.time.runFor(2e6);
    }
    lan.time.runFor(seconds(0.2));
    const got = b.got.map(({ sequence }) => sequence);
    expect(got).toEqual(sent.filter((sequence) => got.includes(sequence)));
    expect(got.length).toBeGreaterThan(598);
    const peer = b.session.peers().find(({ senderId }) => senderId === 0x0d0c0b0a)!;
    const stream = peer.streams.get(1)!;
    expect(stream.received).toBe(got.length);
    expect(stream.lost).toBe(600 - got.length);
    expect(stream.late).toBe(0);
    expect(a.got).toHaveLength(600);
  });

  it('carries what it is told in the header', async () => {
    const lan = createSimulatedLan();
    const [a, b] = [await lan.join(), await lan.join()];
    const frames: object[] = [];
    b.session.subscribe({ streamType: StreamType.TRANSPORT, messageType: 200 }, (frame) => {
      const { flags, formatType, messageType, streamId, timestampNs, payloadLength } = frame;
      frames.push({ flags, formatType, messageType, streamId, timestampNs, payloadLength });
    });
    const stream = a.session.openStream({
      streamType: StreamType.TRANSPORT,
      formatType: FormatType.MSGPACK,
      streamId: 77,
    });
    const payload = new Uint8Array(100);
    stream.send(payload, 10, 90, { timestampNs: 12_345, messageType: 200, refresh: true });
    stream.send(payload, 0, 0, { timestampNs: 2 ** 53 - 1, messageType: 200 });
    lan.time.runFor(seconds(0.1));
    expect(frames).toEqual([
      {
        flags: 2,
        formatType: 3,
        messageType: 200,
        streamId: 77,
        timestampNs: 12_345,
        payloadLength: 90,
      },
      {
        flags: 0,
        formatType: 3,
        messageType: 200,
        streamId: 77,
        timestampNs: 2 ** 53 - 1,
        payloadLength: 0,
      },
    ]);
  });

  it('refuses what does not fit or is not there, and uses no sequence for it', async () => {
    const lan = createSimulatedLan();
    const [a, b] = [await lan.join(), await lan.join()];
    const stream = openMidi(a.session);
    const payload = new Uint8Array(2000);
    const send = (offset: number, length: number): boolean =>
      stream.send(payload, offset, length, { timestampNs: START_NS });
    expect(stream.maxPayloadBytes).toBe(1158);
    expect([send(0, 1158), send(0, 1159), send(0, -1), send(-1, 5), send(1990, 11)]).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(send(1990, 10)).toBe(true);
    lan.time.runFor(seconds(0.1));
    expect(b.got.map(({ sequence }) => sequence)).toEqual([0, 1]);
    expect([stream.framesSent, stream.framesRefused]).toEqual([2, 4]);
  });

  it.each([1, 2, 3, 8, 16])('of %d copies sends so many, at their times', async (copies) => {
    const times: number[] = [];
    const lan = createSimulatedLan(1, (from, _to, bytes, _length, atNs) => {
      if (from.address === '10.0.0.1' && bytes[4] === StreamType.MIDI) times.push(atNs - START_NS);
    });
    const a = await lan.join();
    await lan.join();
    const stream = openMidi(a.session, { redundancy: { copies, windowUs: 8000 } });
    say(stream, 'x');
    lan.time.runFor(9e6);
    expect(stream.lastCopies).toBe(copies);
    expect(times).toHaveLength(copies);
    expect(times[0]).toBe(0);
    times.forEach((atNs, copy) => {
      expect(atNs / 1000).toBeGreaterThanOrEqual((8000 * copy) / copies - 1);
      expect(atNs / 1000).toBeLessThanOrEqual((8000 * (copy + 1)) / copies + 1);
    });
  });
});

describe('what is asked of a session', () => {
  test.each([
    [{ topic: 'jam' }, 'bad-topic'],
    [{ topic: TOPIC, rateCeilingBitsPerSecond: 63_999 }, 'bad-option'],
    [{ topic: TOPIC, rateCeilingBitsPerSecond: NaN }, 'bad-option'],
    [{ topic: TOPIC, maxPeers: 0 }, 'bad-option'],
    [{ topic: TOPIC, maxPeers: 1.5 }, 'bad-option'],
    [{ topic: TOPIC, peers: ['somewhere:5'] }, 'bad-option'],
    [{ topic: TOPIC, peers: ['[fd00::1]:5'] }, 'bad-option'],
    [{ topic: TOPIC, multicast: false }, 'bad-option'],
    [{ topic: TOPIC, signal: AbortSignal.abort() }, 'closed'],
  ])('%o is refused: %s', async (options, code) => {
    const { toast } = await createSimulatedLan().openToast();
    const refusal = toast.openSession(options);
    await expect(refusal).rejects.toBeInstanceOf(JamError);
    await expect(refusal).rejects.toEqual(expect.objectContaining({ code }));
    expect(toast.sessions()).toEqual([]);
    await expect(toast.openSession({ topic: TOPIC })).resolves.toBeDefined();
  });

  test.each([
    { families: [] },
    { families: [5 as 4] },
    { name: 'x'.repeat(65) },
    { name: 'a\u001b' },
    { name: '\ud83c' },
    { clockId: 'ABCDEF01' },
    { clockId: '123' },
  ])('of a toast %o is refused', async (options) => {
    const { network } = createSimulatedLan();
    const port = network.createPort({ address: '10.0.0.1' });
    await expect(createToast({ port, discovery: 'direct', ...options })).rejects.toEqual(badOption);
  });

  it('a name may have 64 characters of any kind', async () => {
    const lan = createSimulatedLan();
    const name = '𝄞'.repeat(64);
    await lan.join({ name });
    const b = await lan.join();
    lan.time.runFor(seconds(0.1));
    expect(b.session.peers()[0]!.name).toBe(name);
  });

  test.each([
    { streamType: 0 },
    { streamType: 6 },
    { streamType: StreamType.HEARTBEAT },
    { formatType: 256 },
    { formatType: -1 },
    { streamId: 0 },
    { streamId: 256 },
    { streamId: 1.5 },
    { streamId: 9 },
    { redundancy: { copies: 0 } },
    { redundancy: { copies: 17 } },
    { redundancy: { copies: 2.5 } },
    { redundancy: { copies: 2, windowUs: 45_001 } },
    { redundancy: { copies: 2, windowUs: -1 } },
    { redundancy: { copies: 2, windowUs: NaN } },
  ])('of a stream %o is refused, and no id is used up', async (options) => {
    const { session } = await createSimulatedLan().join();
    openMidi(session, { streamId: 9 });
    expect(() => openMidi(session, options)).toThrowError(badOption);
    expect(openMidi(session).streamId).toBe(1);
  });

  it('a line for heartbeats is one line of its kind, and short', async () => {
    const { session } = await createSimulatedLan().join();
    const line = (text: string) => (): void =>
      session.setHeartbeatLine('ms', new TextEncoder().encode(text));
    expect(line('{"t":"zz"}')).toThrowError(badOption);
    expect(line('')).toThrowError(badOption);
    expect(line('{"t":"ms"}\n{"t":"zz"}')).toThrowError(badOption);
    expect(line(`{"t":"ms","x":"${'x'.repeat(600)}"}`)).toThrowError(
      expect.objectContaining({ code: 'too-large' }),
    );
    expect(line('{"t":"ms"}\n')).not.toThrow();
  });
});

describe('the end', () => {
  it('of a session is its abort', async () => {
    const lan = createSimulatedLan();
    const controller = new AbortController();
    const a = await lan.join({ name: 'anna', session: { signal: controller.signal } });
    const b = await lan.join();
    lan.time.runFor(seconds(0.1));
    controller.abort();
    await a.session.close();
    lan.time.runFor(seconds(0.1));
    expect(b.session.peers()).toEqual([]);
    expect(() => openMidi(a.session)).toThrowError(closed);
    await expect(a.toast.openSession({ topic: TOPIC })).resolves.toBeDefined();
  });

  it('of a toast is its abort, and closes sessions and port', async () => {
    const lan = createSimulatedLan();
    const controller = new AbortController();
    const a = await lan.join({ toast: { signal: controller.signal } });
    const b = await lan.join();
    lan.time.runFor(seconds(0.1));
    controller.abort();
    await a.toast.close();
    lan.time.runFor(seconds(0.1));
    expect(b.session.peers()).toEqual([]);
    expect(a.toast.sessions()).toEqual([]);
    await expect(a.toast.openSession({ topic: TOPIC })).rejects.toEqual(closed);
    const { datagramsSent } = a.port.stats();
    lan.time.runFor(seconds(30));
    expect(a.port.stats().datagramsSent).toBe(datagramsSent);
  });

  it('comes before the beginning where the signal was aborted already', async () => {
    const port = createSimulatedLan().network.createPort({ address: '10.0.0.1' });
    await expect(createToast({ port, signal: AbortSignal.abort() })).rejects.toEqual(closed);
  });

  it('comes while a session is being opened', async () => {
    const lan = createSimulatedLan();
    const { toast } = await lan.openToast();
    const controller = new AbortController();
    const aborted = toast.openSession({ topic: 'midi://a', signal: controller.signal });
    controller.abort();
    await expect(aborted).rejects.toEqual(closed);
    const late = toast.openSession({ topic: 'midi://b' });
    const end = toast.close();
    await expect(late).rejects.toEqual(closed);
    await end;
    expect(toast.sessions()).toEqual([]);
  });

  it('does not leave listeners on a signal that lives on', async () => {
    const lan = createSimulatedLan();
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      listeners++;
      add(...given);
    };
    signal.removeEventListener = (...given: Parameters<typeof remove>) => {
      listeners--;
      remove(...given);
    };
    const { toast, session } = await lan.join({ toast: { signal }, session: { signal } });
    expect(listeners).toBe(2);
    await session.close();
    await toast.close();
    expect(listeners).toBe(0);
  });

  it('can be asked for any number of times, and nothing is sent after it', async () => {
    const lan = createSimulatedLan();
    const a = await lan.join();
    const b = await lan.join();
    const stream = openMidi(a.session);
    lan.time.runFor(seconds(0.1));
    await Promise.all([a.session.close(), a.session.close(), a.session[Symbol.asyncDispose]()]);
    const { datagramsSent } = a.port.stats();
    a.session.setEagerHeartbeats(true);
    a.session.beat();
    stream.close();
    expect(say(stream, 'x')).toBe(false);
    lan.time.runFor(seconds(10));
    expect(a.port.stats().datagramsSent).toBe(datagramsSent);
    expect(b.got).toEqual([]);
    await Promise.all([a.toast.close(), a.toast.close(), a.toast[Symbol.asyncDispose]()]);
  });
});
