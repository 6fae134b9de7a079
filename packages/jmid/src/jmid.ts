import type { JmidEvent } from '@jamnet/schemas';
import type { Session, TimestampSchedulerStats } from '@jamnet/toast';
import { JamError } from '@jamnet/wire';
import { checkJmidOptions, type CheckedOptions } from './check-options.js';
import type { JmidOptions } from './options.js';
import { eventForms } from './session/event-form.js';
import { createEventSender, type EventSender } from './session/event-sender.js';
import { createListener, type Listener, type ReceivedTotals } from './session/listener.js';
import { createPlayout, type Playout } from './session/playout.js';
import type { EventHandler, ReceivedCounters } from './session/remote-stream.js';
import { createStateRepeater, type StateRepeater } from './session/state-repeater.js';
import { createSysexSender, SYSEX_EVENT_BYTES, type SysexSender } from './session/sysex-sender.js';

const DRAIN_LOOK_NS = 5e6;
const DEFAULT_DRAIN_MS = 1500;

/**
 * A snapshot of what was sent and received. With one sender and nothing dropped by a handler,
 * `sent` there = `onTime + late + droppedLate + missing` here.
 */
export interface JmidStats extends Readonly<ReceivedCounters>, Readonly<ReceivedTotals> {
  /** Events taken for sending, and refused (out of range, too many waiting, not sending, closed). */
  readonly sent: number;
  readonly refused: number;
  /** Frames that only repeated events. */
  readonly refreshes: number;
  /** Of those sent, SysEx in pieces that have been sent often enough. */
  readonly sysexSent: number;
  /** What was held for `playoutDelayMs`; null without it. */
  readonly playout: TimestampSchedulerStats | null;
}

/** MIDI in a session: events out, events in, each once, none left hanging. */
export interface Jmid {
  /**
   * Sends an event. Its `timestamp` (µs) is now unless it has one; its `sequence` is given here. Events of one turn of the loop share a datagram.
   * False when it was refused: values out of range, too many waiting, or closed. Never throws. Allocates a copy of the event.
   */
  send(event: JmidEvent): boolean;
  /** Sets the one receiver of events. The event is the receiver's to keep, the info is reused after it returns. */
  onMessage(handler: EventHandler): void;
  /** Resolves when everything has been sent and repeated enough, or after `timeoutMs`. True when nothing was left. @default 1500 */
  drain(timeoutMs?: number): Promise<boolean>;
  /** Allocates. */
  stats(): JmidStats;
  /**
   * Stops sending and receiving. What others hold is released here, what this process holds is released there. The session stays open; close it
   * after this.
   */
  close(): void;
  [Symbol.dispose](): void;
}

/** MIDI in `options.session`; one that sends for each session. Throws JamError `bad-option`, `closed`. */
export function createJmid(options: JmidOptions): Jmid {
  return new SessionJmid(options, checkJmidOptions(options));
}

/** Heartbeats carry the state of one sender. */
const sending = new WeakSet<Session>();

/** The sending half. */
interface Outlet {
  readonly events: EventSender;
  readonly sysex: SysexSender;
  readonly state: StateRepeater;
}

class SessionJmid implements Jmid {
  readonly #session: Session;
  readonly #outlet: Outlet | undefined;
  readonly #listener: Listener;
  readonly #playout: Playout | undefined;
  #handler: EventHandler | undefined;
  #closed = false;
  #sequence = 0;
  #refused = 0;

  constructor(options: JmidOptions, checked: CheckedOptions) {
    const { session } = options;
    const { clock, timers } = session;
    this.#session = session;
    if (options.send !== false) this.#outlet = this.#createOutlet(options, checked);
    if (checked.playoutDelayNs !== undefined)
      this.#playout = createPlayout(clock, timers, checked.playoutDelayNs);
    this.#listener = createListener({
      session,
      lateNs: checked.lateNs,
      dropLateNotes: options.lateNotes === 'drop',
      playout: this.#playout,
      predict: options.prediction === 'repeats',
      deliver: (event, info) => this.#handler?.(event, info),
    });
  }

  #createOutlet(options: JmidOptions, checked: CheckedOptions): Outlet {
    const { session, redundancy = 'adaptive' } = options;
    const { clock, timers, random } = session;
    if (sending.has(session)) {
      throw new JamError(
        'bad-option',
        `the session ${session.topic} has a Jmid that sends: close it first, or use it`,
      );
    }
    const events = createEventSender({
      session,
      clock,
      timers,
      random,
      form: eventForms[options.form ?? 'compact'],
      redundancy,
      historyDatagrams: checked.historyDatagrams,
      flushed: (sequence) => state.flushed(sequence),
    });
    const state = createStateRepeater(session, events.stream.streamId);
    const bitsPerSecond = checked.sysexBitsPerSecond;
    const sysex = createSysexSender({ session, clock, timers, bitsPerSecond });
    sending.add(session);
    return { events, sysex, state };
  }

  onMessage(handler: EventHandler): void {
    this.#handler = handler;
  }

  send(event: JmidEvent): boolean {
    // A path that carries nothing takes nothing that begins; what ends something waits until it does again.
    const stopped = this.#session.circuit.open && begins(event);
    if (this.#outlet === undefined || this.#closed || stopped) {
      this.#refused++;
      return false;
    }
    const { events, sysex, state } = this.#outlet;
    if (event.type === 'sysex' && event.data?.length > SYSEX_EVENT_BYTES) return sysex.send(event);
    if (!events.send(event)) return false;
    this.#sequence = (this.#sequence + 1) >>> 0;
    state.apply(event, this.#sequence);
    return true;
  }

  drain(timeoutMs: number = DEFAULT_DRAIN_MS): Promise<boolean> {
    const { clock, timers } = this.#session;
    const untilNs = clock.nowNs() + timeoutMs * 1e6;
    const idle = (): boolean => {
      const outlet = this.#outlet;
      return outlet === undefined || (outlet.events.idle && outlet.sysex.idle);
    };
    return new Promise((resolve) => {
      const look = (): void => {
        if (idle() || this.#closed || clock.nowNs() >= untilNs) resolve(idle());
        else timers.schedule(clock.nowNs() + DRAIN_LOOK_NS, look);
      };
      look();
    });
  }

  stats(): JmidStats {
    const { events, sysex } = this.#outlet ?? {};
    return {
      ...this.#listener.counters,
      ...this.#listener.totals(),
      sent: (events?.accepted ?? 0) + (sysex?.accepted ?? 0),
      refused: this.#refused + (events?.refused ?? 0) + (sysex?.refused ?? 0),
      refreshes: events?.refreshes ?? 0,
      sysexSent: sysex?.messagesSent ?? 0,
      playout: this.#playout?.stats() ?? null,
    };
  }

  close(): void {
    if (this.#closed) return;
    if (this.#outlet !== undefined) this.#closeOutlet(this.#outlet);
    this.#closed = true;
    try {
      // Releases come out of this, and the handler may throw at one.
      this.#listener.close();
    } finally {
      this.#playout?.close();
    }
  }

  #closeOutlet({ events, sysex, state }: Outlet): void {
    for (const release of state.releases()) this.send(release);
    events.close();
    sysex.close();
    state.close(this.#sequence);
    sending.delete(this.#session);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function begins({ type }: JmidEvent): boolean {
  return type === 'note_on' || type === 'midi2_note_on' || type === 'sysex';
}
