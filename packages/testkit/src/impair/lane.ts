import type { Clock, RandomSource, Timers } from '@jamnet/wire';
import { forkRandom } from '../random.js';
import { flipBits } from './bit-flips.js';
import { newCounters } from './counters.js';
import { HeldDatagram } from './held-datagram.js';
import type { ImpairmentPlan } from './impairment.js';
import { createLossProcess, type LossProcess } from './loss-process.js';

/** Datagrams that one direction may hold: past this it refuses or drops, so that memory stays bounded. */
const MAX_HELD = 65_536;

export interface LaneOptions<Label> {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomSource;
  readonly plan: ImpairmentPlan;
  /** Hands a datagram on. `wasHeld` says that it comes later than it entered. Gives what the sender is to be told. */
  pass(bytes: Uint8Array, offset: number, length: number, label: Label, wasHeld: boolean): boolean;
  /** Makes a label last beyond the call. `former` is what the same slot kept before and may be written over. */
  keep(label: Label, former: Label | undefined): Label;
  /** A timed send goes out now. */
  wentOut?(length: number, askedNs: number, nowNs: number): void;
}

/**
 * One direction of an impaired port. The order of what happens to a datagram is loss, duplication, and then for each copy
 * corruption, the bottleneck, and delay with jitter and reordering.
 */
export class Lane<Label> {
  readonly counters = newCounters();
  readonly loss: LossProcess;
  readonly #options: LaneOptions<Label>;
  readonly #free: HeldDatagram<Label>[] = [];
  readonly #held = new Set<HeldDatagram<Label>>();
  // Each with a source of its own, so that asking for one thing more does not change what the others do.
  readonly #duplicateRandom: RandomSource;
  readonly #corruptRandom: RandomSource;
  readonly #jitterRandom: RandomSource;
  readonly #reorderRandom: RandomSource;
  #closed = false;
  #entered = 0;
  #furthest = 0;
  #lastReleaseNs = 0;

  constructor(options: LaneOptions<Label>) {
    this.#options = options;
    const { random, plan, clock } = options;
    const lossRandom = forkRandom(random);
    this.#duplicateRandom = forkRandom(random);
    this.#corruptRandom = forkRandom(random);
    this.#jitterRandom = forkRandom(random);
    this.#reorderRandom = forkRandom(random);
    this.loss = createLossProcess({ loss: plan.loss, random: lossRandom, startNs: clock.nowNs() });
  }

  /** Takes a datagram that comes now. False where it was handed on at once and refused there. */
  enter(bytes: Uint8Array, offset: number, length: number, label: Label): boolean {
    const { plan, clock } = this.#options;
    const nowNs = clock.nowNs();
    this.counters.sent += 1;
    if (this.loss.isLost(nowNs, nowNs)) {
      this.counters.lost += 1;
      return true;
    }
    this.#entered += 1;
    const twice = plan.duplicateRate > 0 && this.#duplicateRandom() < plan.duplicateRate;
    const taken = this.#travel(bytes, offset, length, label, this.#entered, nowNs);
    if (twice && !this.#closed) {
      this.counters.duplicated += 1;
      this.#travel(bytes, offset, length, label, 0, nowNs);
    }
    return taken;
  }

  /** Takes a datagram that is to come at `atNs`. False when too many wait. */
  enterAt(bytes: Uint8Array, offset: number, length: number, label: Label, atNs: number): boolean {
    const held = this.#hold(bytes, offset, length, label);
    if (!held) return false;
    held.sendAtNs = atNs;
    held.timer = this.#options.timers.schedule(atNs, held.due);
    return true;
  }

  /** Forgets what it holds. */
  close(): void {
    this.#closed = true;
    for (const held of this.#held) this.#options.timers.cancel(held.timer);
    this.#held.clear();
    this.counters.held = 0;
  }

  #travel(
    bytes: Uint8Array,
    offset: number,
    length: number,
    label: Label,
    place: number,
    nowNs: number,
  ): boolean {
    const { plan } = this.#options;
    const corrupted =
      plan.corruptRate > 0 && length > 0 && this.#corruptRandom() < plan.corruptRate;
    const atNs = this.#releaseNs(length, nowNs);
    if (atNs < 0) {
      this.counters.queueDropped += 1;
      return true;
    }
    if (atNs <= nowNs && !corrupted) {
      return this.#handOn(bytes, offset, length, label, place, nowNs, false);
    }
    const held = this.#hold(bytes, offset, length, label);
    if (!held) {
      this.counters.queueDropped += 1;
      return true;
    }
    held.place = place;
    held.enteredNs = nowNs;
    if (corrupted) this.#corrupt(held);
    if (atNs > nowNs) {
      this.counters.held += 1;
      held.timer = this.#options.timers.schedule(atNs, held.due);
      return true;
    }
    const taken = this.#handOn(held.bytes, 0, length, held.label as Label, place, nowNs, false);
    this.#release(held);
    return taken;
  }

  /** When a datagram that comes now is to be handed on; -1 where the bottleneck drops it. */
  #releaseNs(length: number, nowNs: number): number {
    const { plan } = this.#options;
    let atNs = nowNs;
    if (plan.bottleneck) {
      atNs = plan.bottleneck.enter(length, nowNs);
      if (atNs < 0) return -1;
    }
    atNs += plan.delayNs;
    if (plan.jitterNs > 0) {
      const draw = this.#jitterRandom();
      atNs += plan.jitterNs * (plan.jitterIsExponential ? -Math.log(1 - draw) : draw);
    }
    if (plan.keepOrder) {
      atNs = Math.max(atNs, this.#lastReleaseNs);
      this.#lastReleaseNs = atNs;
    }
    if (plan.reorderRate > 0 && this.#reorderRandom() < plan.reorderRate) atNs += plan.holdBackNs;
    return atNs;
  }

  #corrupt(held: HeldDatagram<Label>): void {
    const { leastFlips, mostFlips } = this.#options.plan;
    const flips = leastFlips + Math.floor(this.#corruptRandom() * (mostFlips - leastFlips + 1));
    flipBits(held.bytes, 0, held.length, flips, this.#corruptRandom);
    this.counters.corrupted += 1;
  }

  #handOn(
    bytes: Uint8Array,
    offset: number,
    length: number,
    label: Label,
    place: number,
    enteredNs: number,
    wasHeld: boolean,
  ): boolean {
    const { counters } = this;
    if (place > this.#furthest) this.#furthest = place;
    else if (place > 0) counters.reordered += 1;
    if (wasHeld) {
      const delayedMs = (this.#options.clock.nowNs() - enteredNs) / 1e6;
      if (delayedMs > counters.delayedMaxMs) counters.delayedMaxMs = delayedMs;
    }
    const taken = this.#options.pass(bytes, offset, length, label, wasHeld);
    if (taken) counters.delivered += 1;
    else counters.refused += 1;
    return taken;
  }

  #due(held: HeldDatagram<Label>): void {
    const { sendAtNs, length, enteredNs, place } = held;
    const label = held.label as Label;
    try {
      if (sendAtNs > 0) {
        this.#options.wentOut?.(length, sendAtNs, this.#options.clock.nowNs());
        this.enter(held.bytes, 0, length, label);
      } else {
        this.counters.held -= 1;
        this.#handOn(held.bytes, 0, length, label, place, enteredNs, true);
      }
    } finally {
      this.#release(held);
    }
  }

  #hold(
    bytes: Uint8Array,
    offset: number,
    length: number,
    label: Label,
  ): HeldDatagram<Label> | undefined {
    if (this.#held.size >= MAX_HELD) return undefined;
    const held =
      this.#free.pop() ??
      new HeldDatagram<Label>((due) => {
        this.#due(due);
      });
    held.fill(bytes, offset, length);
    held.label = this.#options.keep(label, held.label);
    held.sendAtNs = 0;
    this.#held.add(held);
    return held;
  }

  #release(held: HeldDatagram<Label>): void {
    // Not there where the port was closed from within: then it must not be used again, its bytes may still be read.
    if (this.#held.delete(held)) this.#free.push(held);
  }
}
