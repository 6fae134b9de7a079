import { type Peer, type ReceivedFrame, type Session, StreamType } from '@jamnet/toast';
import { nextTickNs, type TimerId } from '@jamnet/wire';
import type { CheckedReceiveOptions } from '../check-options.js';
import type { AudioCoding } from '../coding.js';
import { addCounters, type AudioCounters, noCounters } from './audio-counters.js';
import { MOST_USES, RECEIVER_KIND, type ReceiverUse, writeReceiverLine } from './receiver-line.js';
import { concealerSource, type ConcealerSource } from './concealer.js';
import { prepareConverters } from './rate-converter.js';
import type { EndReason, RemoteAudio } from './remote-audio.js';
import { createRemoteStream, type RemoteStream } from './remote-stream.js';

const WATCH_NS = 100e6;
/** Of one peer: a sender who opens more has his oldest ones ended. */
const MOST_STREAMS = 16;
/** Of all: a flood of senders must not fill the memory, of which a stream of 8 channels takes some megabytes, what fills its gaps not counted. */
const MOST_IN_ALL = 256;
const MOST_BYTES = 2 ** 30;

/** All streams together, those that have ended included. */
export interface ReceiverStats extends Readonly<AudioCounters> {
  /** Streams that go on. */
  readonly streams: number;
  /** Those that have ended. */
  readonly ended: number;
  /** Frames predicted that have not come since. */
  readonly lost: number;
}

export interface ListenerOptions {
  readonly session: Session;
  readonly codings: readonly AudioCoding[];
  readonly receive: CheckedReceiveOptions;
  appeared(stream: RemoteAudio): void;
}

/** The receiving half: the streams of others, from their first message to their end. */
export interface Listener {
  streams(): RemoteAudio[];
  /** Allocates. */
  totals(): ReceiverStats;
  /** Ends all streams and hears no more. */
  close(): void;
}

export function createListener(options: ListenerOptions): Listener {
  return new SessionListener(options);
}

class SessionListener implements Listener {
  readonly #options: ListenerOptions;
  readonly #peers = new Map<Peer, Map<number, RemoteStream>>();
  /** Of streams that have ended. */
  readonly #past: AudioCounters = noCounters();
  readonly #endings: (() => void)[];
  readonly #concealers: ConcealerSource;
  #pastLost = 0;
  #ended = 0;
  #told = '';
  #watch: TimerId = 0;
  #closed = false;

  constructor(options: ListenerOptions) {
    this.#options = options;
    const { session, receive } = options;
    this.#concealers =
      receive.createConcealer === undefined
        ? concealerSource(receive.concealment)
        : { create: receive.createConcealer, close: () => {} };
    const { events } = session;
    const left = ({ peer }: { readonly peer: Peer }): void => this.#peerLeft(peer);
    events.addEventListener('peer-left', left);
    events.addEventListener('peer-expired', left);
    this.#endings = [
      session.subscribe({ streamType: StreamType.AUDIO }, (frame) => this.#frame(frame)),
      () => events.removeEventListener('peer-left', left),
      () => events.removeEventListener('peer-expired', left),
    ];
    // It stops the process for a fifth of a second: better now than with the first stream.
    void prepareConverters();
    this.#armWatch();
  }

  #frame(frame: ReceivedFrame): void {
    this.#stream(frame.peer, frame.streamId).frame(frame);
  }

  #stream(peer: Peer, streamId: number): RemoteStream {
    let streams = this.#peers.get(peer);
    if (streams === undefined) {
      streams = new Map();
      this.#peers.set(peer, streams);
    }
    const known = streams.get(streamId);
    if (known !== undefined) return known;
    if (streams.size >= MOST_STREAMS) this.#endQuietest(streams.values());
    else if (this.#count >= MOST_IN_ALL) this.#endQuietest(this.#all());
    const { session, codings, receive } = this.#options;
    const { clock, timers } = session;
    const stream = createRemoteStream({
      peer,
      streamId,
      clock,
      timers,
      codings,
      receive,
      createConcealer: this.#concealers.create,
      appeared: (each) => this.#appeared(each),
    });
    // The one that was ended may have been its peer's last.
    this.#peers.set(peer, streams.set(streamId, stream));
    return stream;
  }

  #appeared(stream: RemoteAudio): void {
    let bytes = 0;
    for (const each of this.#all()) bytes += each.bytes;
    if (bytes > MOST_BYTES) this.#endQuietest(this.#all());
    this.#options.appeared(stream);
  }

  *#all(): Generator<RemoteStream> {
    for (const streams of this.#peers.values()) yield* streams.values();
  }

  get #count(): number {
    let count = 0;
    for (const streams of this.#peers.values()) count += streams.size;
    return count;
  }

  #endQuietest(streams: Iterable<RemoteStream>): void {
    let quietest: RemoteStream | undefined;
    for (const stream of streams)
      if (quietest === undefined || stream.heardNs < quietest.heardNs) quietest = stream;
    if (quietest !== undefined) this.#end(quietest, 'silent');
  }

  /** What has come of its streams is played to its end. */
  #peerLeft(peer: Peer): void {
    const { clock, timers } = this.#options.session;
    const leftNs = clock.nowNs();
    for (const stream of [...(this.#peers.get(peer)?.values() ?? [])]) {
      const { restNs } = stream;
      const end = (): void => {
        // It may have come back, or have ended otherwise.
        if (stream.ended === null && stream.heardNs <= leftNs) this.#end(stream, 'left');
      };
      if (restNs > 0) timers.schedule(leftNs + restNs, end);
      else end();
    }
  }

  #end(stream: RemoteStream, reason: EndReason): void {
    const streams = this.#peers.get(stream.peer);
    streams?.delete(stream.streamId);
    if (streams?.size === 0) this.#peers.delete(stream.peer);
    addCounters(this.#past, stream.counters);
    this.#pastLost += lostOf(stream);
    if (stream.known) this.#ended++;
    stream.end(reason);
  }

  #armWatch(): void {
    const { clock, timers } = this.#options.session;
    this.#watch = timers.schedule(nextTickNs(clock.nowNs(), WATCH_NS), this.#look);
  }

  readonly #look = (): void => {
    this.#armWatch();
    const { session, receive } = this.#options;
    const oldestNs = session.clock.nowNs() - receive.silenceNs;
    for (const stream of [...this.#all()])
      if (stream.heardNs < oldestNs) this.#end(stream, 'silent');
    this.#tell();
  };

  /** Lets the senders know who plays their streams and how long their copies are of use. */
  #tell(): void {
    const uses: ReceiverUse[] = [];
    for (const { peer, streamId, usefulNs } of this.#all()) {
      if (usefulNs < 0 || uses.length >= MOST_USES) continue;
      // Whole milliseconds: so it changes seldom.
      uses.push({ senderId: peer.senderId, streamId, usefulUs: Math.floor(usefulNs / 1e6) * 1e3 });
    }
    const told = uses.map((use) => Object.values(use).join()).join(';');
    if (told === this.#told) return;
    this.#told = told;
    const line = uses.length > 0 ? writeReceiverLine(uses) : null;
    this.#options.session.setHeartbeatLine(RECEIVER_KIND, line);
  }

  streams(): RemoteAudio[] {
    return [...this.#all()].filter(({ known }) => known);
  }

  totals(): ReceiverStats {
    const sums = { ...this.#past };
    let lost = this.#pastLost;
    for (const stream of this.#all()) {
      addCounters(sums, stream.counters);
      lost += lostOf(stream);
    }
    return { ...sums, lost, streams: this.streams().length, ended: this.#ended };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const end of this.#endings) end();
    this.#options.session.timers.cancel(this.#watch);
    for (const stream of [...this.#all()]) this.#end(stream, 'closed');
    this.#concealers.close();
    this.#tell();
  }
}

function lostOf({ counters }: RemoteStream): number {
  return Math.max(0, counters.concealed - counters.late);
}
