import {
  type AudioPort,
  type AudioRing,
  type AudioVoice,
  type Clock,
  JamError,
  type TimerId,
  type Timers,
} from '@jamnet/wire';
import { latenessUs } from './lateness.js';
import type { WorkletNode } from './library.js';
import type { PortState } from './port-state.js';
import { WebAudioVoices } from './web-audio-voices.js';
import { PERIOD_FRAMES } from './worklet/period-mover.js';
import type { VoiceMessage } from './worklet/processor-options.js';

/** A device that asks for nothing for so long has gone: the library does not say so. */
const SILENT_NS = 1e9;
const LOOK_NS = 0.25e9;

/** What the port was opened with. */
export interface PortParts {
  readonly state: PortState;
  readonly node: WorkletNode;
  readonly sampleRate: number;
  readonly output: AudioRing | undefined;
  readonly input: AudioRing | undefined;
  readonly ringFrames: number;
  /** Frames on the way out, asked for at any time. */
  readonly outputLatencyFrames: () => number;
  /** Lets go of the device. */
  readonly end: () => void;
}

/** A device that the library moves: its thread runs a worklet, which touches the rings. */
export class WebAudioPort implements AudioPort {
  readonly kind = 'web-audio';
  readonly periodFrames = PERIOD_FRAMES;
  /** The library does not say. */
  readonly inputLatencyFrames = 0;
  readonly realtime = {
    ok: false,
    reason: 'the library renders in a thread of JavaScript that asks for no priority',
  } as const;
  readonly sampleRate: number;
  readonly output: AudioRing | undefined;
  readonly input: AudioRing | undefined;
  readonly #parts: PortParts;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #voices: WebAudioVoices;
  #timer: TimerId;
  #handler: (() => void) | undefined;
  #failed = false;
  #ended = false;
  #closed = false;

  constructor(parts: PortParts, clock: Clock, timers: Timers) {
    const { state, node } = parts;
    this.#parts = parts;
    this.#clock = clock;
    this.#timers = timers;
    this.sampleRate = parts.sampleRate;
    this.output = parts.output;
    this.input = parts.input;
    this.#voices = new WebAudioVoices(state, (index, ring) => {
      node.port.postMessage({ index, ring } satisfies VoiceMessage);
    });
    node.port.on('message', (message) => {
      // The library sends its own here as well.
      if (message !== 0 || this.#closed) return;
      state.look();
      this.#handler?.();
    });
    // What was told before anybody could hear it was told to nobody.
    state.tellEvery(undefined);
    state.look();
    node.onprocessorerror = () => {
      this.#failed = true;
    };
    this.#timer = this.#lookLater();
  }

  get ended(): boolean {
    return this.#ended;
  }

  get startNs(): number {
    return this.#parts.state.startNs;
  }

  get outputLatencyFrames(): number {
    return this.#closed || this.#ended ? 0 : this.#parts.outputLatencyFrames();
  }

  onPeriod(handler: (() => void) | undefined, everyFrames = 0): void {
    this.#handler = handler;
    this.#parts.state.tellEvery(handler === undefined ? undefined : everyFrames);
  }

  addVoice(channels: number): AudioVoice {
    if (this.#closed) throw new JamError('closed', 'the audio device is closed: open it again');
    if (this.output === undefined) {
      throw new JamError('bad-option', 'the device plays nothing: choose an audio output');
    }
    return this.#voices.add(channels, this.sampleRate, this.#parts.ringFrames);
  }

  stats() {
    const { state } = this.#parts;
    const lateness = state.lateness.slice();
    return {
      periods: state.periods,
      restarts: state.restarts,
      xruns: 0,
      latenessUs: (share: number) => latenessUs(lateness, share),
    };
  }

  /** It has gone, as someone else found out. */
  end(): void {
    if (this.#ended || this.#closed) return;
    this.#ended = true;
    this.#timers.cancel(this.#timer);
    this.#handler?.();
  }

  #lookLater(): TimerId {
    return this.#timers.schedule(this.#clock.nowNs() + LOOK_NS, () => {
      const silentNs = this.#clock.nowNs() - this.#parts.state.lastNs;
      if (this.#failed || silentNs > SILENT_NS) return this.end();
      this.#timer = this.#lookLater();
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timers.cancel(this.#timer);
    this.#parts.end();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
