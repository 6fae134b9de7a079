import { createMidiPredictor } from '@jamnet/pnbtr';
import type { JmidEvent } from '@jamnet/schemas';
import {
  type LayerLineHandler,
  type Peer,
  type ReceivedFrame,
  type Session,
  StreamType,
} from '@jamnet/toast';
import { nextTickNs, type TimerId } from '@jamnet/wire';
import type { Playout } from './playout.js';
import {
  createRemoteStream,
  type EventInfo,
  type MutableEventInfo,
  readStateLine,
  type ReceivedCounters,
  type RemoteStream,
} from './remote-stream.js';
import { STATE_KIND } from './state-line.js';

const SILENCE_NS = 1e9;
const WATCH_NS = 100e6;
/** As long as a session remembers them: so late nothing of theirs comes any more. */
const FORGET_NS = 60e9;
/** Peers that are gone and still remembered: a flood of them must not fill the memory. */
const MOST_GONE = 256;
const MOST_STREAMS = 16;

/** What came from others, all streams together. */
export interface ReceivedTotals {
  /** Events delivered or dropped by choice, taken from history, passed over as repeats, unreadable. */
  received: number;
  repaired: number;
  repeats: number;
  malformed: number;
  /** Events that must exist and have not come. */
  missing: number;
  /** SysEx put together from pieces, and given up. */
  sysexReceived: number;
  sysexIncomplete: number;
  /** Notes begun by prediction; of those, found to have been played, and taken back. */
  predicted: number;
  confirmed: number;
  retracted: number;
}

export interface ListenerOptions {
  readonly session: Session;
  readonly lateNs: number;
  readonly dropLateNotes: boolean;
  readonly playout: Playout | undefined;
  /** Whether notes are predicted in dropouts. @default false */
  readonly predict?: boolean;
  deliver(event: JmidEvent, info: EventInfo): void;
}

/** The receiving half: one stream after the other of each peer, each event once, none left hanging. */
export interface Listener {
  readonly counters: Readonly<ReceivedCounters>;
  /** Streams remembered. */
  readonly streams: number;
  totals(): ReceivedTotals;
  /** Releases what others hold and hears no more. */
  close(): void;
}

export function createListener(options: ListenerOptions): Listener {
  return new SessionListener(options);
}

type Streams = Map<number, RemoteStream>;

class SessionListener implements Listener {
  readonly counters: ReceivedCounters = {
    onTime: 0,
    late: 0,
    droppedLate: 0,
    stale: 0,
    synthesised: 0,
    unknownForm: 0,
    malformedState: 0,
  };
  readonly #options: ListenerOptions;
  readonly #peers = new Map<Peer, Streams>();
  /** Of streams that have been forgotten. */
  readonly #past = noTotals();
  readonly #sysexRoom = { bytes: 0 };
  readonly #info = {} as MutableEventInfo;
  readonly #endings: (() => void)[];
  #watch: TimerId = 0;

  constructor(options: ListenerOptions) {
    this.#options = options;
    const { session } = options;
    const { events } = session;
    const left = ({ peer }: { readonly peer: Peer }): void => this.#left(peer);
    events.addEventListener('peer-left', left);
    events.addEventListener('peer-expired', left);
    this.#endings = [
      session.subscribe({ streamType: StreamType.MIDI }, (frame) => this.#frame(frame)),
      session.onHeartbeatLine(STATE_KIND, this.#stateLine),
      () => events.removeEventListener('peer-left', left),
      () => events.removeEventListener('peer-expired', left),
    ];
    this.#armWatch();
  }

  get streams(): number {
    let count = 0;
    for (const streams of this.#peers.values()) count += streams.size;
    return count;
  }

  #frame(frame: ReceivedFrame): void {
    this.#stream(frame.peer, frame.streamId).frame(frame);
  }

  readonly #stateLine: LayerLineHandler = (peer, bytes, offset, length) => {
    const said = readStateLine(bytes, offset, length);
    if (said === undefined) this.counters.malformedState++;
    else this.#stream(peer, said.stream).state(said, this.#options.session.clock.nowNs());
  };

  #stream(peer: Peer, streamId: number): RemoteStream {
    let streams = this.#peers.get(peer);
    if (streams === undefined) {
      streams = new Map();
      this.#peers.set(peer, streams);
    }
    let stream = streams.get(streamId);
    if (stream === undefined) {
      if (streams.size >= MOST_STREAMS) this.#forgetQuietest(streams);
      stream = this.#createStream(peer, streamId);
      streams.set(streamId, stream);
    }
    return stream;
  }

  #createStream(peer: Peer, streamId: number): RemoteStream {
    const { session, predict = false } = this.#options;
    const { clock, timers } = session;
    return createRemoteStream({
      ...this.#options,
      peer,
      streamId,
      counters: this.counters,
      sysexRoom: this.#sysexRoom,
      info: this.#info,
      predictBy: predict ? { clock, timers, createPredictor: createMidiPredictor } : undefined,
    });
  }

  /** What has come of a peer that is gone sounds for as long as anything is delayed. */
  #left(peer: Peer): void {
    const { playout } = this.#options;
    const release = (): void => {
      for (const stream of this.#peers.get(peer)?.values() ?? []) stream.release();
    };
    if (playout === undefined) release();
    else playout.follow(release);
  }

  #armWatch(): void {
    const { clock, timers } = this.#options.session;
    this.#watch = timers.schedule(nextTickNs(clock.nowNs(), WATCH_NS), this.#look);
  }

  /** Releases what hangs when a peer has been silent for a second, well before it expires, and forgets those long gone. */
  readonly #look = (): void => {
    this.#armWatch();
    const { session, playout } = this.#options;
    const nowNs = session.clock.nowNs();
    const patienceNs = SILENCE_NS + (playout?.delayNs ?? 0);
    let gone = 0;
    for (const [peer, streams] of this.#peers) {
      const silenceNs = nowNs - peer.lastHeardNs;
      for (const stream of streams.values()) {
        stream.sysex.sweep(nowNs);
        if (silenceNs > patienceNs && stream.hangs) stream.release();
      }
      if (peer.state === 'alive') continue;
      gone++;
      if (silenceNs > FORGET_NS) this.#forget(peer, streams);
    }
    if (gone > MOST_GONE) this.#forgetGone(gone - MOST_GONE);
  };

  /** In the order in which they came. */
  #forgetGone(count: number): void {
    let left = count;
    for (const [peer, streams] of this.#peers) {
      if (left === 0) return;
      if (peer.state === 'alive') continue;
      this.#forget(peer, streams);
      left--;
    }
  }

  #forget(peer: Peer, streams: Streams): void {
    for (const stream of streams.values()) this.#fold(stream);
    this.#peers.delete(peer);
  }

  #forgetQuietest(streams: Streams): void {
    const [first] = streams;
    let [quietId, quiet] = first;
    for (const [id, stream] of streams)
      if (stream.heardNs < quiet.heardNs) [quietId, quiet] = [id, stream];
    this.#fold(quiet);
    streams.delete(quietId);
  }

  #fold(stream: RemoteStream): void {
    if (stream.hangs) stream.release();
    // What is predicted and not known yet is taken back.
    stream.close();
    addTotals(this.#past, stream);
  }

  totals(): ReceivedTotals {
    const sums = { ...this.#past };
    for (const streams of this.#peers.values())
      for (const stream of streams.values()) addTotals(sums, stream);
    return sums;
  }

  close(): void {
    for (const end of this.#endings) end();
    this.#options.session.timers.cancel(this.#watch);
    for (const streams of this.#peers.values())
      for (const stream of streams.values()) {
        stream.release();
        stream.close();
      }
  }
}

function noTotals(): ReceivedTotals {
  return {
    received: 0,
    repaired: 0,
    repeats: 0,
    malformed: 0,
    missing: 0,
    sysexReceived: 0,
    sysexIncomplete: 0,
    predicted: 0,
    confirmed: 0,
    retracted: 0,
  };
}

function addTotals(sums: ReceivedTotals, { reader, sysex, prediction }: RemoteStream): void {
  sums.received += reader.counters.received + sysex.counters.completed;
  sums.repaired += reader.counters.repaired;
  sums.repeats += reader.counters.repeats;
  sums.malformed += reader.counters.malformed + sysex.counters.malformed;
  sums.missing += reader.missing;
  sums.sysexReceived += sysex.counters.completed;
  sums.sysexIncomplete += sysex.counters.incomplete;
  if (prediction === undefined) return;
  sums.predicted += prediction.counters.predicted;
  sums.confirmed += prediction.counters.confirmed;
  sums.retracted += prediction.counters.retracted;
}
