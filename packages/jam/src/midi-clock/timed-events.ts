import { decodeMidiBytes, type EventSlot } from '@jamnet/jmid';
import type { JmidEvent } from '@jamnet/schemas';
import type { Session } from '@jamnet/toast';
import type { TimerId } from '@jamnet/wire';
import type { JamMidi } from '../session/midi-layer.js';

/** Sends MIDI messages as events, each at its time as far as the timers allow, with that time as its `timestamp`. */
export interface TimedEvents {
  /** Events sent, and those that the MIDI layer refused. */
  readonly sent: number;
  readonly refused: number;
  /** Takes a message for a time of this process's clock; times never fall from one to the next. */
  add(ownNs: number, bytes: Uint8Array): void;
  /** Drops what waits and sends a last message now. */
  end(bytes: Uint8Array): void;
  /** Drops what waits. */
  close(): void;
}

interface Waiting {
  readonly ownNs: number;
  readonly event: JmidEvent;
}

export function createTimedEvents(
  session: Pick<Session, 'clock' | 'timers'>,
  midi: Pick<JamMidi, 'send'>,
): TimedEvents {
  return new Events(session, midi);
}

class Events implements TimedEvents {
  sent = 0;
  refused = 0;
  readonly #session: Pick<Session, 'clock' | 'timers'>;
  readonly #midi: Pick<JamMidi, 'send'>;
  readonly #slot: EventSlot = { event: null };
  #waiting: Waiting[] = [];
  #timer: TimerId = 0;

  constructor(session: Pick<Session, 'clock' | 'timers'>, midi: Pick<JamMidi, 'send'>) {
    this.#session = session;
    this.#midi = midi;
  }

  add(ownNs: number, bytes: Uint8Array): void {
    if (decodeMidiBytes(bytes, 0, this.#slot) < 0) return;
    const event: JmidEvent = { ...this.#slot.event!, timestamp: Math.round(ownNs / 1000) };
    this.#waiting.push({ ownNs, event });
    if (this.#waiting.length === 1) this.#arm();
  }

  end(bytes: Uint8Array): void {
    this.close();
    if (decodeMidiBytes(bytes, 0, this.#slot) >= 0) this.#midi.send(this.#slot.event!);
  }

  #arm(): void {
    this.#timer = this.#session.timers.schedule(Math.ceil(this.#waiting[0]!.ownNs), this.#due);
  }

  readonly #due = (): void => {
    const nowNs = this.#session.clock.nowNs();
    let count = 0;
    while (count < this.#waiting.length && this.#waiting[count]!.ownNs <= nowNs) {
      if (this.#midi.send(this.#waiting[count++]!.event)) this.sent++;
      else this.refused++;
    }
    this.#waiting.splice(0, count);
    if (this.#waiting.length > 0) this.#arm();
  };

  close(): void {
    this.#session.timers.cancel(this.#timer);
    this.#waiting = [];
  }
}
