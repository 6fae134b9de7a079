import type { AudioRing } from './ring/index.js';

/** How an audio device is asked for: what all of them have. */
export interface AudioPortOptions {
  /**
   * Frames a second.
   * @default 48,000
   */
  readonly sampleRate?: number;
  /**
   * Frames that the device takes and gives at a time, 1 to 8,192.
   * @default 64
   */
  readonly periodFrames?: number;
  /**
   * Channels that it plays, 0 to 64.
   * @default 2
   */
  readonly outputChannels?: number;
  /**
   * Channels that it records, 0 to 64.
   * @default 0
   */
  readonly inputChannels?: number;
  /**
   * Frames that its rings hold at the least.
   * @default 16,384
   */
  readonly ringFrames?: number;
}

/** Counters of an audio device since it was opened. */
export interface AudioPortStats {
  readonly periods: number;
  /** How often it began anew because it was kept from its work for too long. */
  readonly restarts: number;
  /** How often its server or driver says that somebody was not in time; a device that has none does not count. */
  readonly xruns: number;
  /** How late its thread began a period, in microseconds that a share of the periods (0-1) did not exceed. */
  latenessUs(share: number): number;
}

/** A sound beside others that a device plays: its thread adds them up, so that nobody else has to. */
export interface AudioVoice {
  /** The program writes. Its `lastRead` says which frame was due when; its positions are its own. */
  readonly ring: AudioRing;
  /** @param gain 0 to 4: what its frames are multiplied with from the next period on; 1 at first. Does not allocate. */
  setGain(gain: number): void;
  /** The largest sample that was played of it, without its sign and before the gain, since this was last asked. Does not allocate. */
  takePeak(): number;
  /** The device lets go of it within a period; the ring must not be touched any more. A second call does nothing. */
  close(): void;
}

/**
 * An audio device: its thread, which is nobody else's, plays from a ring and records into another, one period after the other. The
 * program writes the one and reads the other whenever it likes; `onPeriod` tells it that there is something to do.
 */
export interface AudioPort {
  /** What the device is, for people: `null` is none, paced by the clock. */
  readonly kind: string;
  readonly sampleRate: number;
  /** A server may change it while the device is open. */
  readonly periodFrames: number;
  /** Frames that the hardware adds on the way in and on the way out, as far as the device says. Reading them does not allocate. */
  readonly inputLatencyFrames: number;
  readonly outputLatencyFrames: number;
  /** The device has gone: unplugged, or its server has ended. Nothing moves any more; close it. `onPeriod`'s handler is called when that happens. */
  readonly ended: boolean;
  /** Time of frame 0 of both rings, nanoseconds on CLOCK_MONOTONIC; later after a restart and after an x-run, through which frames follow on. Where the input was once full its records alone say the time. */
  readonly startNs: number;
  /** Whether the system lets the device's thread go before ordinary ones, and if not, why. */
  readonly realtime: { readonly ok: true } | { readonly ok: false; readonly reason: string };
  /** What is played: the program writes. Its `lastRead` says which frame was due when. Undefined for a device that plays nothing. */
  readonly output: AudioRing | undefined;
  /**
   * What was recorded: the program reads. Its records say when a frame was sampled. What comes while the ring is full is left out by whole periods, counted as
   * `earlyFrames`, and what follows lies right behind: only its record shows that time has passed. To be read up to `writePosition`. Undefined for a device that records nothing.
   */
  readonly input: AudioRing | undefined;
  /**
   * Adds a ring to what is played beside `output`; 64 at most. One channel goes to all of the device's, more each to its own. Where it should hold something and does not, a device
   * of gpu-native carries on what was played for some milliseconds, others are silent. Throws JamError `bad-option` for what is
   * not 1 to 64 channels or a device that plays nothing, `native-unavailable` where there is no room, `closed`.
   */
  addVoice(channels: number): AudioVoice;
  /**
   * Sets the one function that is called on this thread after a period; once for several when the event loop was busy, and not before `everyFrames` frames have passed since
   * the last time: one who is not in a hurry lets the processor sleep. MIDI that comes through the device and its end are told of at once. Undefined ends that. Does not allocate.
   *
   * @param everyFrames 0 = after each period. @default 0
   */
  onPeriod(handler: (() => void) | undefined, everyFrames?: number): void;
  /** Allocates. */
  stats(): AudioPortStats;
  /** Ends the device; the rings' memory is given back and must not be touched any more. A second call does nothing. */
  close(): void;
  [Symbol.dispose](): void;
}

/** What a device without a sound card is asked for. */
export interface NullAudioOptions extends AudioPortOptions {
  /**
   * What it records: `silence`; `counter`, where the sample of frame f and channel c is ((f × channels + c) modulo 2^24 − 2^23) / 2^23;
   * `playback`, what it played in the same period; or interleaved frames that are given, over and over.
   * @default 'silence'
   */
  readonly source?: 'silence' | 'counter' | 'playback' | Float32Array;
  /**
   * Time of frame 0, nanoseconds on CLOCK_MONOTONIC. What has passed means now.
   * @default 0
   */
  readonly startNs?: number;
  /**
   * Priority of its thread among real-time threads (SCHED_FIFO), 1 to 99, where the system permits that; 0 does not ask for it.
   * @default 20
   */
  readonly priority?: number;
  /**
   * Microseconds before each period for which the thread watches the clock instead of sleeping, 0 to 1,000: prompter, at the price of a processor.
   * @default 0
   */
  readonly spinUs?: number;
}
