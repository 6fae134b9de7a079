import type { JmidEvent } from '@jamnet/schemas';
import type { Session } from '@jamnet/toast';
import type { TimerId } from '@jamnet/wire';
import { createStreamState } from './channel-state.js';
import { createStateLines, STATE_KIND } from './state-line.js';
import { releaseAll } from './state-repair.js';

const EAGER_AFTER_NS = 2e9;
const WATCH_NS = 500e6;
const PART_TURN_NS = 50e6;
/** Heartbeats are further apart, so writing the state for each event would be for nothing. */
const WRITE_NS = 20e6;

/** Keeps the heartbeats saying what stands on a stream of this process (row J5), more often while notes are held. */
export interface StateRepeater {
  /** Takes an event that will be sent. */
  apply(event: JmidEvent, sequence: number): void;
  /** Everything up to `sequence` has gone out: that is what is repeated from now on. */
  flushed(sequence: number): void;
  /** Events that release all notes and pedals that are held. */
  releases(): JmidEvent[];
  /** Says from now on that nothing is held any more after event `sequence`. */
  close(sequence: number): void;
}

export function createStateRepeater(session: Session, streamId: number): StateRepeater {
  return new Repeater(session, streamId);
}

class Repeater implements StateRepeater {
  readonly #session: Session;
  readonly #streamId: number;
  readonly #state = createStreamState();
  readonly #lines = createStateLines();
  /** Numbers of the last event taken, and of the last one that has gone out. */
  #taken = 0;
  #sequence = 0;
  #written: readonly Uint8Array[] = [];
  #writtenNs = -Infinity;
  #writeTimer: TimerId = 0;
  #writeArmed = false;
  #part = 0;
  #partTimer: TimerId = 0;
  #eagerUntilNs = 0;
  #eagerTimer: TimerId = 0;

  constructor(session: Session, streamId: number) {
    this.#session = session;
    this.#streamId = streamId;
    this.#write();
  }

  apply(event: JmidEvent, sequence: number): void {
    this.#taken = sequence;
    this.#state.apply(event, sequence);
  }

  flushed(sequence: number): void {
    const { clock, timers } = this.#session;
    this.#sequence = sequence;
    if (this.#state.heldCount > 0) this.#beEager();
    if (this.#writeArmed) return;
    const dueNs = this.#writtenNs + WRITE_NS;
    if (clock.nowNs() >= dueNs) this.#write();
    else {
      this.#writeArmed = true;
      this.#writeTimer = timers.schedule(dueNs, this.#write);
    }
  }

  readonly #write = (): void => {
    this.#writeArmed = false;
    // The state is ahead of what has gone out; what is said of it then would be true of no event.
    if (this.#taken !== this.#sequence) return;
    this.#writtenNs = this.#session.clock.nowNs();
    this.#written = this.#lines.write(this.#state, this.#streamId, this.#sequence);
    this.#say();
  };

  readonly #say = (): void => {
    const { clock, timers } = this.#session;
    this.#part = (this.#part + 1) % this.#written.length;
    this.#session.setHeartbeatLine(STATE_KIND, this.#written[this.#part]);
    timers.cancel(this.#partTimer);
    if (this.#written.length > 1)
      this.#partTimer = timers.schedule(clock.nowNs() + PART_TURN_NS, this.#say);
  };

  #beEager(): void {
    const { clock, timers } = this.#session;
    const nowNs = clock.nowNs();
    if (nowNs >= this.#eagerUntilNs) {
      this.#session.setEagerHeartbeats(true);
      timers.cancel(this.#eagerTimer);
      this.#eagerTimer = timers.schedule(nowNs + WATCH_NS, this.#look);
    }
    this.#eagerUntilNs = nowNs + EAGER_AFTER_NS;
  }

  readonly #look = (): void => {
    const { clock, timers } = this.#session;
    const nowNs = clock.nowNs();
    if (this.#state.heldCount > 0) this.#eagerUntilNs = nowNs + EAGER_AFTER_NS;
    if (nowNs < this.#eagerUntilNs)
      this.#eagerTimer = timers.schedule(nowNs + WATCH_NS, this.#look);
    else this.#session.setEagerHeartbeats(false);
  };

  releases(): JmidEvent[] {
    const events: JmidEvent[] = [];
    releaseAll(this.#state, (event) => events.push(event));
    return events;
  }

  close(sequence: number): void {
    const { timers } = this.#session;
    timers.cancel(this.#writeTimer);
    timers.cancel(this.#partTimer);
    timers.cancel(this.#eagerTimer);
    this.#session.setEagerHeartbeats(false);
    const nothing = this.#lines.write(createStreamState(), this.#streamId, sequence);
    this.#session.setHeartbeatLine(STATE_KIND, nothing[0]);
  }
}
