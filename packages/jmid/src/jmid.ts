import { type JmidEvent } from '@jamnet/schemas';
import {
  createTimestampScheduler,
  type LayerLineHandler,
  type Peer,
  type ReceivedFrame,
  StreamType,
  type TimestampScheduler,
  type TimestampSchedulerStats,
} from '@jamnet/toast';
import { JamError, type TimerId } from '@jamnet/wire';
import type { JmidOptions } from './options.js';
import { createStreamState } from './session/channel-state.js';
import { eventForms } from './session/event-form.js';
import { createEventSender, type EventSender } from './session/event-sender.js';
import {
  createRemoteStream,
  type EventHandler,
  type EventInfo,
  type MutableEventInfo,
  readStateLine,
  type ReceivedCounters,
  type RemoteStream,
} from './session/remote-stream.js';
import { createStateLines, STATE_KIND } from './session/state-line.js';
import { createSysexSender, SYSEX_EVENT_BYTES, type SysexSender } from './session/sysex-sender.js';

const SILENCE_NS = 1e9;
const WATCH_NS = 100e6;
const EAGER_AFTER_NS = 2e9;
const PART_TURN_NS = 50e6;
const DRAIN_LOOK_NS = 5e6;
const DEFAULT_DRAIN_MS = 1500;

/** A snapshot of what was sent and received. */
export interface JmidStats extends Readonly<ReceivedCounters> {
  /** Events accepted for sending, and refused (too many waiting, circuit open, not writable). */
  readonly sent: number;
  readonly refused: number;
  /** Frames that only repeated events. */
  readonly refreshes: number;
  readonly sysexSent: number;
  readonly sysexReceived: number;
  readonly sysexIncomplete: number;
  /** Events delivered or dropped by choice, taken from history, passed over as repeats, unreadable. */
  readonly received: number;
  readonly repaired: number;
  readonly repeats: number;
  readonly malformed: number;
  /** Events that must exist and have not come. */
  readonly missing: number;
  readonly playout: TimestampSchedulerStats | null;
}

/** MIDI in a session: events out, events in, each once, none left hanging. */
export interface Jmid {
  /**
   * Sends an event. Its `timestamp` (µs) is now unless it has one; its `sequence` is given here. Events of one turn of the loop share a datagram.
   * False when it was refused: values out of range, too many waiting, or the path is closed. Never throws.
   */
  send(event: JmidEvent): boolean;
  /** Sets the one receiver of events. */
  onMessage(handler: EventHandler): void;
  /** Resolves when everything has been sent and repeated enough, or after `timeoutMs`. True when nothing was left. @default 1500 */
  drain(timeoutMs?: number): Promise<boolean>;
  stats(): JmidStats;
  /** Stops sending and receiving; held notes of others are released first. The session stays open. */
  close(): void;
  [Symbol.dispose](): void;
}

/** MIDI in `options.session`. Throws JamError `bad-option`. */
export function createJmid(options: JmidOptions): Jmid {
  return new SessionJmid(options);
}

function inRange(name: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  throw new JamError('bad-option', `${name} is ${value}: it may be ${least} to ${most}`);
}

interface HeldEvent {
  readonly event: JmidEvent;
  readonly info: EventInfo;
}

class SessionJmid implements Jmid {
  readonly #options: JmidOptions;
  readonly #session;
  readonly #sender: EventSender | undefined;
  readonly #sysex: SysexSender | undefined;
  readonly #playout: TimestampScheduler<HeldEvent> | undefined;
  readonly #state = createStreamState();
  readonly #stateLines = createStateLines();
  readonly #remote = new Map<Peer, Map<number, RemoteStream>>();
  readonly #endings: (() => void)[] = [];
  readonly #lateNs: number;
  readonly #counters: ReceivedCounters = {
    onTime: 0,
    late: 0,
    droppedLate: 0,
    stale: 0,
    synthesised: 0,
    unknownForm: 0,
    malformedState: 0,
  };
  readonly #info = {} as MutableEventInfo;
  #handler: EventHandler | undefined;
  #watch: TimerId = 0;
  #partTimer: TimerId = 0;
  #part = 0;
  #eagerUntilNs = 0;
  #closed = false;
  #sequence = 0;

  constructor(options: JmidOptions) {
    this.#options = options;
    this.#session = options.session;
    this.#lateNs = inRange('lateMs', options.lateMs ?? 50, 1, 10_000) * 1e6;
    const historyDatagrams = inRange('historyDatagrams', options.historyDatagrams ?? 40, 1, 255);
    const bitsPerSecond = inRange(
      'sysexBitsPerSecond',
      options.sysexBitsPerSecond ?? 4_000_000,
      64_000,
      4_000_000,
    );
    const { clock, timers, random } = this.#session;
    if (options.send !== false) {
      this.#sender = createEventSender({
        session: this.#session,
        clock,
        timers,
        random,
        form: eventForms[options.form ?? 'compact'],
        redundancy: options.redundancy ?? 'adaptive',
        historyDatagrams,
        flushed: (sequence) => this.#flushed(sequence),
      });
      this.#sysex = createSysexSender({ session: this.#session, clock, timers, bitsPerSecond });
      this.#flushed(0);
    }
    if (options.playoutDelayMs !== undefined) {
      inRange('playoutDelayMs', options.playoutDelayMs, 0, 10_000);
      this.#playout = createTimestampScheduler({ clock, timers }, ({ event, info }) =>
        this.#handler?.(event, info),
      );
    }
    this.#listen();
  }

  #listen(): void {
    const leave = ({ peer }: { readonly peer: Peer }): void => this.#release(peer);
    const { events } = this.#session;
    events.addEventListener('peer-left', leave);
    events.addEventListener('peer-expired', leave);
    this.#endings.push(
      this.#session.subscribe({ streamType: StreamType.MIDI }, (frame) => this.#frame(frame)),
      this.#session.onHeartbeatLine(STATE_KIND, this.#stateLine),
      () => events.removeEventListener('peer-left', leave),
      () => events.removeEventListener('peer-expired', leave),
    );
    this.#watch = this.#session.timers.schedule(this.#session.clock.nowNs() + WATCH_NS, this.#look);
  }

  onMessage(handler: EventHandler): void {
    this.#handler = handler;
  }

  send(event: JmidEvent): boolean {
    if (this.#sender === undefined || this.#closed) return false;
    if (event.type === 'sysex' && event.data.length > SYSEX_EVENT_BYTES)
      return this.#sysex?.send(event) ?? false;
    if (!this.#sender.send(event)) return false;
    this.#sequence = (this.#sequence + 1) >>> 0;
    this.#state.apply(event, this.#sequence);
    return true;
  }

  /** The state that heartbeats repeat follows what has gone out. */
  #flushed(sequence: number): void {
    const { clock, timers } = this.#session;
    const lines = this.#stateLines.write(this.#state, this.#sender?.stream.streamId ?? 1, sequence);
    this.#part = (this.#part + 1) % lines.length;
    this.#session.setHeartbeatLine(STATE_KIND, lines[this.#part]);
    const nowNs = clock.nowNs();
    if (this.#state.heldCount > 0) this.#eagerUntilNs = nowNs + EAGER_AFTER_NS;
    this.#session.setEagerHeartbeats(nowNs < this.#eagerUntilNs);
    timers.cancel(this.#partTimer);
    if (lines.length > 1 && !this.#closed) {
      this.#partTimer = timers.schedule(nowNs + PART_TURN_NS, () => this.#flushed(sequence));
    }
  }

  #remoteStream(peer: Peer, streamId: number): RemoteStream {
    let streams = this.#remote.get(peer);
    if (streams === undefined) {
      streams = new Map();
      this.#remote.set(peer, streams);
    }
    let stream = streams.get(streamId);
    if (stream === undefined) {
      stream = createRemoteStream({
        peer,
        streamId,
        lateNs: this.#lateNs,
        dropLateNotes: this.#options.lateNotes === 'drop',
        counters: this.#counters,
        info: this.#info,
        deliver: this.#deliver,
      });
      streams.set(streamId, stream);
    }
    return stream;
  }

  #frame(frame: ReceivedFrame): void {
    this.#remoteStream(frame.peer, frame.streamId).frame(frame);
  }

  readonly #stateLine: LayerLineHandler = (peer, bytes, offset, length) => {
    const said = readStateLine(bytes, offset, length);
    if (said === undefined) this.#counters.malformedState++;
    else this.#remoteStream(peer, said.stream).state(said);
  };

  readonly #deliver = (event: JmidEvent, info: MutableEventInfo): void => {
    const { timestamp } = event;
    if (
      this.#playout === undefined ||
      timestamp === undefined ||
      info.synthesised ||
      !info.oneWay
    ) {
      this.#handler?.(event, info);
      return;
    }
    const atNs = Number(timestamp) * 1000 + (this.#options.playoutDelayMs ?? 0) * 1e6;
    if (!this.#playout.schedule(atNs, { event, info: { ...info } })) this.#handler?.(event, info);
  };

  /** Releases what hangs when a peer has been silent for a second, well before it expires. */
  readonly #look = (): void => {
    const { clock, timers } = this.#session;
    const nowNs = clock.nowNs();
    for (const [peer, streams] of this.#remote) {
      for (const stream of streams.values()) {
        stream.sysex.sweep(nowNs);
        if (stream.heldCount > 0 && nowNs - peer.lastHeardNs > SILENCE_NS) stream.release();
      }
    }
    if (nowNs > this.#eagerUntilNs && this.#state.heldCount === 0)
      this.#session.setEagerHeartbeats(false);
    else if (this.#state.heldCount > 0) this.#eagerUntilNs = nowNs + EAGER_AFTER_NS;
    this.#watch = timers.schedule(nowNs + WATCH_NS, this.#look);
  };

  #release(peer: Peer): void {
    for (const stream of this.#remote.get(peer)?.values() ?? []) stream.release();
  }

  drain(timeoutMs: number = DEFAULT_DRAIN_MS): Promise<boolean> {
    const { clock, timers } = this.#session;
    const untilNs = clock.nowNs() + timeoutMs * 1e6;
    const idle = (): boolean => (this.#sender?.idle ?? true) && (this.#sysex?.idle ?? true);
    return new Promise((resolve) => {
      const look = (): void => {
        if (idle() || this.#closed || clock.nowNs() >= untilNs) resolve(idle());
        else timers.schedule(clock.nowNs() + DRAIN_LOOK_NS, look);
      };
      look();
    });
  }

  stats(): JmidStats {
    const sums = {
      received: 0,
      repaired: 0,
      repeats: 0,
      malformed: 0,
      missing: 0,
      sysexReceived: 0,
      sysexIncomplete: 0,
    };
    for (const streams of this.#remote.values()) {
      for (const { reader, sysex } of streams.values()) {
        sums.received += reader.counters.received + sysex.counters.completed;
        sums.repaired += reader.counters.repaired;
        sums.repeats += reader.counters.repeats;
        sums.malformed += reader.counters.malformed + sysex.counters.malformed;
        sums.missing += reader.missing;
        sums.sysexReceived += sysex.counters.completed;
        sums.sysexIncomplete += sysex.counters.incomplete;
      }
    }
    return {
      ...this.#counters,
      ...sums,
      sent: this.#sender?.accepted ?? 0,
      refused: this.#sender?.refused ?? 0,
      refreshes: this.#sender?.refreshes ?? 0,
      sysexSent: this.#sysex?.messagesSent ?? 0,
      playout: this.#playout?.stats() ?? null,
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const peer of this.#remote.keys()) this.#release(peer);
    for (const end of this.#endings) end();
    this.#session.timers.cancel(this.#watch);
    this.#session.timers.cancel(this.#partTimer);
    this.#session.setHeartbeatLine(STATE_KIND, null);
    this.#playout?.close();
    this.#sender?.close();
    this.#sysex?.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
