import { createLink, type Link } from '@jamnet/sync';
import { openPort, type Session } from '@jamnet/toast';
import { type DatagramPort, JamError } from '@jamnet/wire';
import { type BridgeSeat, createBridgeSeat } from './bridge-seat.js';
import type { LinkConnection } from './connection.js';
import { LinkActiveEvent, type LinkConnectionEvents } from './events.js';
import { checkConnectOptions, type ConnectLinkOptions, type LinkableSession } from './options.js';
import { LEAST_BPM, MOST_BPM } from './phase.js';
import { placeAt } from './session-line.js';
import { createLinkCounts, type LinkConnectionStats } from './stats.js';
import { createTwoSides, type TwoSides } from './two-sides.js';

const LOOK_NS = 200e6;
/** In this time a session that was found to be older has told its commands. */
const SETTLE_NS = 1e9;
const LEAD_NS = 150e6;

/**
 * Connects a session with Ableton Link: tempo, phase, start and stop are shared both ways with every Link application of the network, by this process
 * or another one of the session that is connected. Rejects with JamError `bad-option`, with what `openPort` and the port's `join` reject with
 * (`no-such-interface`, `multicast-impossible`, `port-in-use`, `not-permitted`, `native-unavailable`), and with `closed` when the session is closed, already or meanwhile.
 */
export async function connectLink(
  jam: LinkableSession,
  options: ConnectLinkOptions = {},
): Promise<LinkConnection> {
  checkConnectOptions(jam, options);
  checkOpen(jam.session);
  const { session, sync } = jam;
  const { clock, timers, random } = session;
  const { quantum = 4, startStopSync = true, announce } = options;
  let closedMeanwhile = false;
  const noteClosed = (): void => void (closedMeanwhile = true);
  session.events.addEventListener('closed', noteClosed, { once: true });
  const { port, notice } = await portFor(jam, options);
  let link: Link | undefined;
  try {
    const { bpm } = placeAt(sync, sync.timeline.nowNs());
    link = await createLink({
      port,
      clock,
      timers,
      random,
      quantum,
      startStopSync,
      bpm: Math.min(MOST_BPM, Math.max(LEAST_BPM, bpm)),
      ...(announce && { announce }),
    });
    if (closedMeanwhile)
      throw new JamError('closed', `${session.topic} was closed while it was connected to Link`);
    const owned = options.port === undefined ? port : undefined;
    return new Connection(jam, { quantum, startStopSync, link, notice, owned });
  } catch (error) {
    // Open sockets and running timers would keep the process alive.
    await link?.close();
    if (options.port === undefined) await port.close();
    throw error;
  } finally {
    session.events.removeEventListener('closed', noteClosed);
  }
}

/** A session that is closed already tells nobody so any more, but refuses a stream before it looks at what that is to be: none is opened here. */
function checkOpen(session: Session): void {
  try {
    session.openStream({ streamType: 0, formatType: 0 }).close();
  } catch (error) {
    if (error instanceof JamError && error.code === 'closed') throw error;
  }
}

async function portFor(
  { session: { clock, timers } }: LinkableSession,
  { port, interfaces, native }: ConnectLinkOptions,
): Promise<{ port: DatagramPort; notice: string | null }> {
  if (port !== undefined) return { port, notice: null };
  return openPort({
    clock,
    timers,
    families: [4],
    ...(interfaces && { interfaces }),
    ...(native && { native }),
  });
}

interface Parts {
  readonly quantum: number;
  readonly startStopSync: boolean;
  readonly link: Link;
  readonly notice: string | null;
  /** To be closed with the connection. */
  readonly owned: DatagramPort | undefined;
}

class Connection implements LinkConnection {
  readonly #target = new EventTarget();
  readonly events = this.#target as unknown as LinkConnectionEvents;
  readonly link: Link;
  readonly notice: string | null;
  readonly #jam: LinkableSession;
  readonly #parts: Parts;
  readonly #counts = createLinkCounts();
  readonly #sides: TwoSides;
  readonly #seat: BridgeSeat;
  readonly #following = new AbortController();
  readonly #endCommands: () => void;
  readonly #scheduled = new Set<number>();
  #lookTimer = 0;
  /** Until then, on the process's clock, the commands of another timeline may still come. */
  #settledNs = -Infinity;
  #closing: Promise<void> | undefined;

  constructor(jam: LinkableSession, parts: Parts) {
    const { session, sync } = jam;
    const { link, quantum, startStopSync } = parts;
    this.#jam = jam;
    this.#parts = parts;
    this.link = link;
    this.notice = parts.notice;
    this.#sides = createTwoSides({
      sync,
      link,
      quantum,
      startStopSync,
      clock: session.clock,
      counts: this.#counts,
      isActive: () => this.#mayAct,
      schedule: (atNs, run) => this.#schedule(atNs, run),
      tell: (event) => void this.#target.dispatchEvent(event),
    });
    this.#seat = createBridgeSeat({
      session,
      shares: (senderId) => sync.timeline.sharesTimeline(senderId),
      linkSession: () => link.sessionId,
      onChange: (active) => this.#onSeat(active),
    });
    this.#endCommands = sync.onCommand((command) => this.#sides.learn(command));
    this.#listen();
    this.#sides.meet(link.peers > 0);
    this.#look();
  }

  get active(): boolean {
    return this.#closing === undefined && this.#seat.active;
  }

  get #mayAct(): boolean {
    const { session, sync } = this.#jam;
    const { joined, state } = sync.timeline;
    const onTimeline = joined && state !== 'joining' && session.clock.nowNs() >= this.#settledNs;
    return this.active && onTimeline;
  }

  phaseErrorNs(): number {
    return this.#sides.phaseErrorNs();
  }

  timeInPhase(beat: number, fromNs?: number): number {
    const { timeline } = this.#jam.sync;
    const { quantum } = this.#parts;
    const startNs = timeline.toOwn(fromNs ?? timeline.nowNs() + LEAD_NS);
    const start = this.link.beatAt(startNs);
    const ahead = beat - start - quantum * Math.floor((beat - start) / quantum);
    return Math.round(timeline.toTimeline(this.link.timeOfBeat(start + ahead)));
  }

  stats(): LinkConnectionStats {
    const { toLink, toSession, ...counts } = this.#counts;
    return {
      ...counts,
      toLink: { ...toLink },
      toSession: { ...toSession },
      link: this.link.stats(),
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #listen(): void {
    const { session, sync } = this.#jam;
    const { signal } = this.#following;
    const { link } = this;
    link.events.addEventListener(
      'session',
      () => {
        this.#seat.moved();
        this.#sides.meet(true);
      },
      { signal },
    );
    link.events.addEventListener('tempo', (event) => this.#sides.onLinkTempo(event), { signal });
    link.events.addEventListener('start-stop', (event) => this.#sides.onLinkStartStop(event), {
      signal,
    });
    sync.timeline.events.addEventListener('step', ({ newEpoch }) => newEpoch && this.#settle(), {
      signal,
    });
    session.events.addEventListener('closed', () => void this.close(), { signal });
  }

  /** The session is another one now, whose commands are yet to come. */
  #settle(): void {
    const { clock, timers } = this.#jam.session;
    this.#sides.newTimeline();
    this.#settledNs = clock.nowNs() + SETTLE_NS;
    const id = timers.schedule(this.#settledNs, () => {
      this.#scheduled.delete(id);
      this.#sides.meet(this.link.peers > 0);
    });
    this.#scheduled.add(id);
  }

  readonly #look = (): void => {
    const { clock, timers } = this.#jam.session;
    this.#lookTimer = timers.schedule(clock.nowNs() + LOOK_NS, this.#look);
    this.#seat.review();
    this.#sides.look();
  };

  #onSeat(active: boolean): void {
    if (active) this.#sides.look();
    this.#target.dispatchEvent(new LinkActiveEvent(active));
  }

  /** As the timers of the timeline do, but with an end when this is closed. */
  #schedule(atNs: number, run: () => void): void {
    const { clock, timers } = this.#jam.session;
    const { timeline } = this.#jam.sync;
    const ownNs = Math.max(clock.nowNs(), Math.ceil(timeline.toOwn(atNs)));
    const id = timers.schedule(ownNs, () => {
      this.#scheduled.delete(id);
      // The timeline may have been bent meanwhile.
      if (timeline.nowNs() < atNs) this.#schedule(atNs, run);
      else run();
    });
    this.#scheduled.add(id);
  }

  async #close(): Promise<void> {
    const { timers } = this.#jam.session;
    this.#following.abort();
    this.#endCommands();
    this.#seat.close();
    timers.cancel(this.#lookTimer);
    for (const id of this.#scheduled) timers.cancel(id);
    await this.link.close();
    await this.#parts.owned?.close();
  }
}
