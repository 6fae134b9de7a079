import type { JmidEvent } from '@jamnet/schemas';
import { serialDistance } from '@jamnet/wire';
import type { DemoView, PeerView, PlanView } from '../display/demo-view.js';
import type { JamStats } from '../jam.js';
import type { EventLine, JsonLine, PlayingLine, StatsLine } from '../report/json-lines.js';
import { createSamples, type Samples, type Spread } from '../report/samples.js';
import type { Summary } from '../report/summary.js';
import { createNoteMarks } from './note-marks.js';
import { createTickSeries, type TickSeries } from './tick-series.js';
import { createTwoTimelines, type TimelineVerdict } from './two-timelines.js';

export type Role = 'player' | 'listener';

/** All that the demo knows, gathered from its children's lines. Knows nothing of processes or terminals. */
export interface DemoState {
  apply(role: Role, line: JsonLine): void;
  /** Ends a stretch of the sparklines. */
  tick(): void;
  /** What there is to be shown at `nowUs` on the clock that the children share. */
  view(nowUs: number): DemoView;
  /** The events of the player, in the order of sending. */
  sent(): readonly JmidEvent[];
  /** The events of the listener, by their own times. */
  heard(): readonly JmidEvent[];
  readonly songMs: number | null;
  readonly plan: PlanView | null;
  summary(role: Role): Summary | null;
  stats(role: Role): StatsLine['stats'] | null;
  readonly repaired: number;
  /** How far apart the two timelines were; null where they were not compared. */
  timelines(): TimelineVerdict | null;
  /** What carries the player's datagrams; null until it has said so. */
  readonly carrier: Pick<PlayingLine['playing'], 'port' | 'portNotice'> | null;
}

interface HeardPeer {
  name: string;
  readonly latencyUs: Samples;
  readonly latencyTicks: TickSeries;
  readonly lossTicks: TickSeries;
  loss: number | null;
  /** Sorting all samples for every picture would be a waste: it is done once a tick. */
  spread: Spread | null;
}

export interface DemoStateOptions {
  readonly topic: string;
  /** Share of the datagrams that each process throws away. */
  readonly loss: number;
  readonly lossInRuns: boolean;
}

export function createDemoState(options: DemoStateOptions): DemoState {
  return new GatheredState(options);
}

class GatheredState implements DemoState {
  readonly #options: DemoStateOptions;
  readonly #sent: JmidEvent[] = [];
  readonly #heard: JmidEvent[] = [];
  readonly #marks = createNoteMarks();
  readonly #peers = new Map<string, HeardPeer>();
  readonly #timelines = createTwoTimelines();
  readonly #repairedTicks = createTickSeries('sum', 0);
  readonly #stats = new Map<Role, StatsLine['stats']>();
  readonly #summaries = new Map<Role, Summary>();
  #playing: PlayingLine['playing'] | null = null;
  #originUs: number | null = null;
  #lateAfterMs = 50;
  #late = 0;
  repaired = 0;

  constructor(options: DemoStateOptions) {
    this.#options = options;
  }

  apply(role: Role, line: JsonLine): void {
    if ('playing' in line) this.#playing = line.playing;
    else if ('listening' in line) this.#lateAfterMs = line.listening.lateMs;
    else if ('sent' in line) this.#addSent(line.sent);
    else if ('event' in line) this.#addHeard(line);
    else if ('stats' in line) this.#addStats(role, line.stats);
    else if ('timeline' in line) this.#timelines.add(role, line.timeline);
    else if ('summary' in line) this.#summaries.set(role, line.summary);
  }

  #addSent(event: JmidEvent): void {
    this.#originUs ??= Number(event.timestamp);
    this.#sent.push(event);
  }

  #addHeard(line: EventLine): void {
    if (line.synthesised) return;
    this.#heard.push(line.event);
    if (line.late) this.#late += 1;
    if (line.repaired) {
      this.repaired += 1;
      this.#repairedTicks.add(1);
    }
    const peer = this.#peer(line.sender, line.from);
    if (line.latencyUs !== null) {
      peer.latencyUs.add(line.latencyUs);
      peer.latencyTicks.add(line.latencyUs);
    }
    // The two children's lines race: the listener's may be read before the player's.
    this.#originUs ??= Number(line.event.timestamp);
    this.#marks.add(line, this.#originUs);
  }

  #peer(sender: string, name: string): HeardPeer {
    let peer = this.#peers.get(sender);
    if (!peer) {
      const latencyTicks = createTickSeries('largest', null);
      const lossTicks = createTickSeries('largest', null);
      peer = {
        name,
        latencyUs: createSamples(),
        latencyTicks,
        lossTicks,
        loss: null,
        spread: null,
      };
      this.#peers.set(sender, peer);
    }
    peer.name = name;
    return peer;
  }

  #addStats(role: Role, stats: StatsLine['stats']): void {
    this.#stats.set(role, stats);
    if (role !== 'listener') return;
    for (const { senderId, lossRate } of stats.peers) {
      const peer = this.#peers.get(senderId);
      if (!peer) continue;
      peer.loss = lossRate;
      peer.lossTicks.add(lossRate);
    }
  }

  tick(): void {
    this.#repairedTicks.tick();
    for (const peer of this.#peers.values()) {
      peer.latencyTicks.tick();
      peer.lossTicks.tick();
      peer.spread = peer.latencyUs.spread();
    }
  }

  view(nowUs: number): DemoView {
    const elapsedMs = this.#originUs === null ? 0 : (nowUs - this.#originUs) / 1_000;
    this.#marks.forgetBefore(elapsedMs);
    const listener: JamStats | undefined = this.#stats.get('listener');
    const songMs = this.#playing?.durationMs ?? 0;
    return {
      topic: this.#options.topic,
      songName: this.#playing?.name ?? '',
      phase: this.#phase(elapsedMs, songMs),
      elapsedMs: Math.min(elapsedMs, songMs),
      songMs,
      lossAsked: this.#options.loss,
      lossInRuns: this.#options.lossInRuns,
      roll: {
        notes: this.#marks.marks,
        nowMs: elapsedMs,
        lowestNote: this.#playing?.lowestNote ?? 36,
        highestNote: this.#playing?.highestNote ?? 84,
      },
      peers: [...this.#peers.values()].map(peerView),
      plan: this.plan,
      places: this.#timelines.latest,
      sent: this.#sent.length,
      heard: this.#heard.length,
      repaired: this.repaired,
      repairedTicks: this.#repairedTicks.values,
      late: this.#late,
      missing: listener?.missing ?? 0,
      lateAfterMs: this.#lateAfterMs,
      datagramsSent: this.#stats.get('player')?.datagramsSent ?? 0,
      datagramsArrived: listener?.datagramsArrived ?? 0,
      datagramsThrownAway: listener?.datagramsThrownAway ?? 0,
    };
  }

  #phase(elapsedMs: number, songMs: number): DemoView['phase'] {
    if (this.#originUs === null) return 'starting';
    return elapsedMs <= songMs ? 'playing' : 'finishing';
  }

  timelines(): TimelineVerdict | null {
    return this.#timelines.verdict();
  }

  get plan(): PlanView | null {
    return this.#stats.get('player')?.plan ?? null;
  }

  get carrier(): DemoState['carrier'] {
    return this.#playing;
  }

  get songMs(): number | null {
    return this.#playing?.durationMs ?? null;
  }

  sent(): readonly JmidEvent[] {
    return this.#sent;
  }

  heard(): readonly JmidEvent[] {
    return this.#heard.toSorted(
      (a, b) =>
        Number(a.timestamp) - Number(b.timestamp) ||
        serialDistance(a.sequence ?? 0, b.sequence ?? 0),
    );
  }

  summary(role: Role): Summary | null {
    return this.#summaries.get(role) ?? null;
  }

  stats(role: Role): StatsLine['stats'] | null {
    return this.#stats.get(role) ?? null;
  }
}

function peerView(peer: HeardPeer): PeerView {
  return {
    name: peer.name,
    latencyUs: peer.latencyTicks.values,
    p50Us: peer.spread?.p50 ?? null,
    p99Us: peer.spread?.p99 ?? null,
    maxUs: peer.spread?.max ?? null,
    loss: peer.loss,
    lossTicks: peer.lossTicks.values,
  };
}
