import type { JmidEvent, JmidMessage } from '@jamnet/schemas';
import { FormatType, MidiMessageType, StreamType } from '@jamnet/toast';
import { describe, expect, it } from 'vitest';
import { createListener, type Listener } from '../../src/session/listener.js';
import type { EventInfo } from '../../src/session/remote-stream.js';
import { payloadOf } from '../support/frame.js';
import { createJam, type Jam, type Stranger, type StrangersFrame } from '../support/jam.js';

interface Setup {
  readonly jam: Jam;
  readonly listener: Listener;
  readonly stranger: Stranger;
  readonly heard: { readonly event: JmidEvent; readonly info: EventInfo }[];
}

async function setUp(): Promise<Setup> {
  const jam = createJam(1);
  const { session } = await jam.open('listener');
  const heard: Setup['heard'] = [];
  const listener = createListener({
    session,
    lateNs: 50e6,
    dropLateNotes: false,
    playout: undefined,
    deliver: (event, info) => heard.push({ event, info: { ...info } }),
  });
  return { jam, listener, stranger: jam.stranger(), heard };
}

const text = (line: string): Uint8Array => new TextEncoder().encode(line);

function notes(senderId: number, sequence: number, ...messages: JmidMessage[]): StrangersFrame {
  return { senderId, sequence, payload: payloadOf(messages) };
}

function heartbeat(senderId: number, sequence: number, lines = '', bye = false): StrangersFrame {
  const own = `{"t":"hb","nm":"stranger","ck":"00000001","r":1000${bye ? ',"by":1' : ''}}\n`;
  return {
    senderId,
    sequence,
    streamType: StreamType.HEARTBEAT,
    streamId: 0,
    payload: text(own + lines),
  };
}

const noteOn = (sequence: number, note = 60): JmidEvent => ({
  type: 'note_on',
  channel: 1,
  note,
  velocity: 1,
  timestamp: 1e9,
  sequence,
});

describe('listener', () => {
  it('remembers a bounded number of senders however many come and go, and loses no count', async () => {
    const { jam, listener, stranger, heard } = await setUp();
    let most = 0;
    for (let run = 1; run <= 10_000; run++) {
      // Each plays a note of which one event is missing, says goodbye holding it, and starts anew under another id.
      stranger.send(
        notes(run, 1, noteOn(1), noteOn(3, 61)),
        heartbeat(run, 1, '{"t":"ms","s":1,"ch":[[0,[60,61],[],-1,-1,-1]],"seq":3}\n'),
        heartbeat(run, 2, '', run % 2 === 0),
      );
      jam.runMs(10);
      most = Math.max(most, listener.streams);
    }
    // Those that left without a word are alive for 5 s.
    expect(most).toBeLessThan(256 + 10 + 400);
    expect(listener.totals()).toMatchObject({ received: 20_000, missing: 10_000, malformed: 0 });
    jam.runMs(70_000);
    expect(listener.streams).toBe(0);
    expect(listener.totals()).toMatchObject({ received: 20_000, missing: 10_000, malformed: 0 });
    const count = (type: string, made: boolean): number =>
      heard.filter(({ event, info }) => event.type === type && info.synthesised === made).length;
    expect(count('note_on', false)).toBe(20_000);
    expect(count('note_off', true)).toBe(20_000);
  });

  it('remembers 16 streams of a peer, by events or by state lines, and keeps the counts of others', async () => {
    const { jam, listener, stranger } = await setUp();
    let sequence = 0;
    for (let streamId = 1; streamId <= 200; streamId++) {
      stranger.send(heartbeat(1, ++sequence, `{"t":"ms","s":${streamId},"ch":[],"seq":7}\n`));
      jam.runMs(1);
      stranger.send(heartbeat(1, ++sequence, `{"t":"ms","s":${streamId},"ch":[],"seq":9}\n`));
      jam.runMs(1);
    }
    expect(listener.streams).toBe(16);
    expect(listener.totals().missing).toBe(400);
  });

  it('keeps the stream that was heard of last when there are too many', async () => {
    const { jam, listener, stranger, heard } = await setUp();
    let sequence = 0;
    const say = (streamId: number, number: number): void => {
      stranger.send({ ...notes(1, ++sequence, noteOn(number)), streamId });
      jam.runMs(1);
    };
    say(1, 1);
    for (let streamId = 2; streamId <= 16; streamId++) say(streamId, 1);
    say(1, 2);
    stranger.send(heartbeat(1, 1, '{"t":"ms","s":99,"ch":[],"seq":1}\n'));
    jam.runMs(1);
    const before = heard.length;
    say(1, 2);
    expect(heard.length).toBe(before);
    expect(listener.totals().repeats).toBe(1);
  });

  it('counts bad state lines and frames in unknown forms or of unknown kinds', async () => {
    const { jam, listener, stranger, heard } = await setUp();
    stranger.send(
      heartbeat(1, 1, '{"t":"ms","s":0,"ch":[],"seq":1}\n{"t":"ms"}\n{"t":"msx"}\n'),
      { ...notes(1, 1, noteOn(1)), formatType: FormatType.GPU_BINARY },
      { ...notes(1, 2, noteOn(2)), formatType: 77 },
      { ...notes(1, 3, noteOn(3)), messageType: 200 },
      { ...notes(1, 4), formatType: 77, messageType: MidiMessageType.SYSEX_CHUNKS },
    );
    jam.runMs(1);
    expect(listener.counters).toMatchObject({ malformedState: 2, unknownForm: 4 });
    expect(heard).toEqual([]);
  });

  it('marks as late what was old when it was sent, also while nothing is known of the clock', async () => {
    const { jam, stranger, heard } = await setUp();
    const nowUs = jam.time.clock.nowNs() / 1000;
    stranger.send(
      notes(
        1,
        1,
        { ...noteOn(2), timestamp: nowUs - 49_000 },
        { ...noteOn(1, 61), timestamp: nowUs - 51_000 },
      ),
    );
    jam.runMs(1);
    expect(heard).toMatchObject([
      { event: { note: 61 }, info: { late: true, lateUs: null, oneWay: false } },
      { event: { note: 60 }, info: { late: false, lateUs: null } },
    ]);
  });

  it('puts SysEx together from pieces that come among events', async () => {
    const { jam, stranger, heard, listener } = await setUp();
    const piece = (index: number): JmidEvent => ({
      type: 'sysex_chunk',
      id: 9,
      index,
      count: 2,
      data: [index],
      sequence: 10 + index,
    });
    stranger.send(notes(1, 1, piece(0), noteOn(12), piece(1)));
    jam.runMs(1);
    expect(heard.map(({ event }) => event.type)).toEqual(['sysex', 'note_on']);
    expect(heard[0].event).toMatchObject({ data: [0, 1], sequence: 10 });
    expect(listener.totals()).toMatchObject({ sysexReceived: 1, malformed: 0 });
  });

  it('marks a controller that an old frame brings after a newer one', async () => {
    const { jam, stranger, heard, listener } = await setUp();
    const cc = (sequence: number): JmidEvent => ({
      type: 'control_change',
      channel: 1,
      controller: 7,
      value: sequence,
      sequence,
    });
    stranger.send(notes(1, 2, cc(2)));
    jam.runMs(1);
    stranger.send(notes(1, 1, cc(1)));
    jam.runMs(1);
    expect(heard.map(({ info }) => info.stale)).toEqual([false, true]);
    expect(listener.counters.stale).toBe(1);
  });

  it('is not thrown off by anything in a heartbeat or a frame', async () => {
    const { jam, stranger, listener } = await setUp();
    for (let i = 0; i < 2000; i++) {
      const random = Uint8Array.from({ length: Math.floor(jam.random() * 100) }, () =>
        Math.floor(jam.random() * 256),
      );
      stranger.send({
        senderId: 1,
        sequence: i,
        payload: random,
        messageType: i & 1,
        formatType: i % 5,
        streamId: 1 + (i % 200),
      });
      stranger.send(
        heartbeat(1, i, `{"t":"ms",${String.fromCharCode(...random).replace(/[^ -~]/g, '1')}\n`),
      );
      jam.runMs(1);
    }
    jam.runMs(2000);
    expect(listener.totals().received).toBe(0);
    expect(listener.totals().malformed).toBeGreaterThan(0);
    expect(listener.counters.malformedState).toBe(2000);
  });
});
