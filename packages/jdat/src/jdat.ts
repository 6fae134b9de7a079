import type { Session } from '@jamnet/toast';
import { checkCodings, checkReceiveOptions } from './check-options.js';
import type { JdatOptions } from './options.js';
import {
  type AudioSender,
  type AudioSenderStats,
  createAudioSender,
} from './session/audio-sender.js';
import { createListener, type Listener, type ReceiverStats } from './session/listener.js';
import type { RemoteAudio } from './session/remote-audio.js';
import { pcmCoding } from './v1/pcm-coding.js';

const DRAIN_LOOK_NS = 5e6;
const DEFAULT_DRAIN_MS = 1500;

/** A snapshot of what was sent and received. */
export interface JdatStats {
  /** Null where nothing is sent. */
  readonly sent: AudioSenderStats | null;
  /** All streams together, those that have ended included; null where nothing is heard. */
  readonly received: ReceiverStats | null;
}

/** Audio in a session: one stream out, the streams of others in. */
export interface Jdat {
  /**
   * Sends `frames` frames, interleaved: floats from −1 to 1 or 24-bit integers, as many channels as `send` says. `timestampNs` is when the first of them was
   * played, on this process's clock; now less their length unless it is given. False when they were refused. Never throws. Does not block.
   */
  send(samples: Float32Array | Int32Array, frames: number, timestampNs?: number): boolean;
  /**
   * Leaves out the next `frames` frames of the source, a second of them at most: a device has lost them. What is sent afterwards lies behind them, and receivers predict
   * what they had been; while a rate is converted it is silence. False when that is no number of frames or what waited was refused. Never throws. Does not block.
   */
  skip(frames: number): boolean;
  /** Sets the one who is told of each stream that is heard for the first time, before any of it can be pulled; of those there already, at once. */
  onStream(handler: (stream: RemoteAudio) => void): void;
  /** Those that go on. */
  streams(): RemoteAudio[];
  /** Resolves when everything has been sent, or after `timeoutMs`. True when nothing was left. @default 1500 */
  drain(timeoutMs?: number): Promise<boolean>;
  /** Allocates. */
  stats(): JdatStats;
  /** Stops sending and ends all streams. The session stays open; close it after this. */
  close(): void;
  [Symbol.dispose](): void;
}

/** Audio in `options.session`. Throws JamError `bad-option`, `closed`. */
export function createJdat(options: JdatOptions): Jdat {
  return new SessionJdat(options);
}

class SessionJdat implements Jdat {
  readonly #session: Session;
  readonly #sender: AudioSender | undefined;
  readonly #listener: Listener | undefined;
  #handler: ((stream: RemoteAudio) => void) | undefined;
  #closed = false;

  constructor({ session, codings = [], send, receive = {} }: JdatOptions) {
    this.#session = session;
    const known = checkCodings([pcmCoding, ...codings]);
    // Checked before a stream is opened, so that nothing is left open by what throws.
    const checked = receive === false ? undefined : checkReceiveOptions(receive);
    if (send !== undefined) this.#sender = createAudioSender({ session, codings: known, send });
    if (checked === undefined) return;
    this.#listener = createListener({
      session,
      codings: known,
      receive: checked,
      appeared: (stream) => this.#handler?.(stream),
    });
  }

  send(samples: Float32Array | Int32Array, frames: number, timestampNs?: number): boolean {
    if (this.#closed) return false;
    return this.#sender?.send(samples, frames, timestampNs) ?? false;
  }

  skip(frames: number): boolean {
    if (this.#closed) return false;
    return this.#sender?.skip(frames) ?? false;
  }

  onStream(handler: (stream: RemoteAudio) => void): void {
    this.#handler = handler;
    for (const stream of this.streams()) handler(stream);
  }

  streams(): RemoteAudio[] {
    return this.#listener?.streams() ?? [];
  }

  drain(timeoutMs: number = DEFAULT_DRAIN_MS): Promise<boolean> {
    const { clock, timers } = this.#session;
    const untilNs = clock.nowNs() + timeoutMs * 1e6;
    this.#sender?.flush();
    const idle = (): boolean => this.#sender?.idle ?? true;
    return new Promise((resolve) => {
      const look = (): void => {
        if (idle() || this.#closed || clock.nowNs() >= untilNs) resolve(idle());
        else timers.schedule(clock.nowNs() + DRAIN_LOOK_NS, look);
      };
      look();
    });
  }

  stats(): JdatStats {
    return {
      sent: this.#sender?.stats() ?? null,
      received: this.#listener?.totals() ?? null,
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#sender?.close();
    this.#listener?.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
