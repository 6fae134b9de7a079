import { JamError } from '@jamnet/wire';
import { createLinkWire, type LinkWire } from './link-wire.js';
import { LinkEvent, type LinkEvents, type LinkEventType } from './link-events.js';
import { createLinkCounts, type LinkStats } from './link-stats.js';
import type { Link } from './link.js';
import {
  checkBpm,
  checkLinkOptions,
  checkQuantum,
  checkTime,
  type LinkOptions,
} from './options.js';
import { createLinkPeers, type LinkPeers } from './peers.js';
import { foundSession, type LinkSession } from './sessions.js';
import {
  beatsAt,
  bpmOf,
  ghostUsOfBeat,
  nearestInPhase,
  nextInPhase,
  phaseOf,
  type Timeline,
  usPerBeatOf,
} from './timeline.js';
import { nodeIdText, randomNodeId } from './v1/node-id.js';

/**
 * Becomes a Link peer: founds a session of its own, and joins another when one is seen that is older. Rejects with JamError
 * `bad-option`, or what the port's `join` rejects with.
 */
export async function createLink(options: LinkOptions): Promise<Link> {
  checkLinkOptions(options);
  const peer = new LinkingPeer(options);
  try {
    await peer.open();
  } catch (error) {
    // The port is the caller's, and must not stay in groups that were joined.
    await peer.close().catch(() => undefined);
    throw error;
  }
  return peer;
}

class LinkingPeer implements Link {
  readonly nodeId: string;
  readonly #target = new EventTarget();
  readonly events = this.#target as unknown as LinkEvents;
  readonly #options: LinkOptions;
  readonly #counts = createLinkCounts();
  readonly #heard: LinkPeers = createLinkPeers();
  readonly #session: LinkSession;
  readonly #wire: LinkWire;
  readonly #quantum: number;
  readonly #startStopSync: boolean;
  /** This side's count of beats minus the session's: a multiple of the quantum while there are others. */
  #shift = 0;
  #isPlaying = false;
  #peers = 0;
  #closing: Promise<void> | undefined;

  constructor(options: LinkOptions) {
    const { port, clock, timers, random } = options;
    this.#options = options;
    this.#quantum = options.quantum ?? 4;
    this.#startStopSync = options.startStopSync ?? true;
    const node = randomNodeId(random);
    this.nodeId = nodeIdText(node);
    const measuring = { port, clock, timers, counts: this.#counts };
    this.#session = foundSession({
      ...measuring,
      node,
      peers: this.#heard,
      bpm: options.bpm ?? 120,
      events: {
        onJoin: (join) => this.#onJoin(join),
        onTimeline: (before) => this.#onTimeline(before),
        onStartStop: () => this.#onStartStop(),
      },
    });
    this.#wire = createLinkWire({
      ...measuring,
      node,
      announce: options.announce,
      session: this.#session,
      peers: this.#heard,
      onPeers: () => this.#countPeers(),
    });
  }

  open(): Promise<void> {
    return this.#wire.open();
  }

  get peers(): number {
    return this.#peers;
  }

  get bpm(): number {
    return bpmOf(this.#session.timeline.usPerBeat);
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }

  get sessionId(): string {
    return nodeIdText(this.#session.id);
  }

  beatAt(hostNs: number): number {
    return this.#sessionBeatAt(hostNs) + this.#shift;
  }

  phaseAt(hostNs: number, quantum = this.#quantum): number {
    checkQuantum(quantum);
    return phaseOf(this.#sessionBeatAt(hostNs), quantum);
  }

  timeOfBeat(beat: number): number {
    return this.#session.clock.toHostNs(ghostUsOfBeat(this.#session.timeline, beat - this.#shift));
  }

  ghostUsAt(hostNs: number): number {
    return this.#session.clock.toGhostUs(hostNs);
  }

  hostNsOfGhost(ghostUs: number): number {
    return this.#session.clock.toHostNs(ghostUs);
  }

  setTempo(bpm: number, atNs: number): void {
    checkBpm(bpm);
    checkTime('atNs', atNs);
    this.#checkOpen();
    const usPerBeat = usPerBeatOf(bpm);
    if (usPerBeat === this.#session.timeline.usPerBeat) return;
    const ghostUs = this.ghostUsAt(atNs);
    this.#session.changeTimeline(usPerBeat, ghostUs, beatsAt(this.#session.timeline, ghostUs));
    this.#wire.changed();
    this.#dispatch('tempo', atNs);
  }

  requestBeatAtTime(beat: number, atNs: number, quantum = this.#quantum): void {
    if (this.#peers === 0) {
      this.forceBeatAtTime(beat, atNs, quantum);
      return;
    }
    this.#checkBeat(beat, atNs, quantum);
    this.#shift = beat - nextInPhase(this.#sessionBeatAt(atNs), beat, quantum);
  }

  forceBeatAtTime(beat: number, atNs: number, quantum = this.#quantum): void {
    this.#checkBeat(beat, atNs, quantum);
    const ghostUs = this.ghostUsAt(atNs);
    const { timeline } = this.#session;
    // The nearest beat of that phase, so that the others jump as little as can be.
    const wanted = nearestInPhase(beatsAt(timeline, ghostUs), beat, quantum);
    this.#session.changeTimeline(timeline.usPerBeat, ghostUs, wanted);
    this.#shift = beat - wanted;
    this.#wire.changed();
  }

  setPlaying(playing: boolean, atNs: number): void {
    checkTime('atNs', atNs);
    this.#checkOpen();
    if (playing === this.#isPlaying) return;
    this.#isPlaying = playing;
    if (this.#startStopSync) {
      this.#session.changeStartStop(playing, this.ghostUsAt(atNs));
      this.#wire.changed();
    }
    this.#dispatch('start-stop', atNs);
  }

  stats(): LinkStats {
    const { clock, roundTripUs } = this.#session;
    return {
      ...this.#counts,
      rejected: { ...this.#counts.rejected },
      roundTripUs,
      driftPpm: clock.driftPpm,
      errorUs: clock.errorUs,
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    this.#session.close();
    await this.#wire.close();
  }

  #sessionBeatAt(hostNs: number): number {
    return beatsAt(this.#session.timeline, this.#session.clock.toGhostUs(hostNs));
  }

  #onJoin(join: () => void): void {
    const nowNs = this.#options.clock.nowNs();
    const { bpm } = this;
    const beat = this.beatAt(nowNs);
    join();
    const now = this.#sessionBeatAt(nowNs);
    this.#shift = nearestInPhase(beat, now, this.#quantum) - now;
    this.#wire.changed();
    this.#dispatch('session', nowNs);
    if (this.bpm !== bpm) this.#dispatch('tempo', nowNs);
    this.#countPeers();
  }

  #onTimeline(before: Readonly<Timeline>): void {
    const { timeline } = this.#session;
    this.#wire.changed();
    if (timeline.usPerBeat !== before.usPerBeat)
      this.#dispatch('tempo', this.hostNsOfGhost(timeline.timeOriginUs));
  }

  #onStartStop(): void {
    this.#wire.changed();
    const { startStop } = this.#session;
    if (!this.#startStopSync || startStop === undefined) return;
    if (startStop.playing === this.#isPlaying) return;
    this.#isPlaying = startStop.playing;
    this.#dispatch('start-stop', this.hostNsOfGhost(startStop.timeUs));
  }

  #countPeers(): void {
    const peers = this.#heard.countOf(this.#session.id);
    if (peers === this.#peers) return;
    this.#peers = peers;
    this.#dispatch('peers', this.#options.clock.nowNs());
  }

  /** A listener that throws is the process's affair, as everywhere with EventTarget; the protocol goes on. */
  #dispatch(type: LinkEventType, atNs: number): void {
    this.#target.dispatchEvent(new LinkEvent(type, atNs));
  }

  #checkBeat(beat: number, atNs: number, quantum: number): void {
    checkTime('beat', beat);
    checkTime('atNs', atNs);
    checkQuantum(quantum);
    this.#checkOpen();
  }

  #checkOpen(): void {
    if (this.#closing === undefined) return;
    throw new JamError('closed', 'this Link peer is closed; create a new one on the same port');
  }
}
