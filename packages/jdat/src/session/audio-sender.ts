import { type OutStream, type Session, StreamType } from '@jamnet/toast';
import type { TimerId } from '@jamnet/wire';
import { type CheckedSendOptions, checkSendOptions } from '../check-send-options.js';
import type { AudioCoding } from '../coding.js';
import { type SendPlan, samePlan } from '../redundancy/audio-plan.js';
import {
  type AudioPlanChooser,
  createAudioPlanChooser,
  type ReceiverView,
} from '../redundancy/audio-plan-chooser.js';
import type { AudioSendOptions } from '../send-options.js';
import { copySamples, floatsToSamples } from '../v1/samples.js';
import { type ChunkOutlet, createChunkOutlet } from './chunk-outlet.js';
import { createRateChanger, type RateChanger } from './rate-changer.js';
import { prepareConverters } from './rate-converter.js';
import { createReceiverViews, type ReceiverViews } from './receiver-views.js';
import { createThrottle, type Throttle } from './throttle.js';
import { createTimestampLine } from './timestamp-line.js';

/** A snapshot of what was sent. */
export interface AudioSenderStats {
  readonly streamId: number;
  /** Frames taken, and those of them that could not be sent: the ceiling, a full queue, an open circuit, values that are none. */
  readonly frames: number;
  readonly framesRefused: number;
  /** Frames that were left out: the source had lost them. */
  readonly framesSkipped: number;
  /** Samples beyond full scale. */
  readonly clipped: number;
  /** Messages sent, each once however many copies. */
  readonly messages: number;
  /** Bits a second of one copy of everything without redundancy, headers counted, of late. */
  readonly plainBitsPerSecond: number;
  /** How chunks are repeated now, times the bit rate of one plain copy. */
  readonly plan: SendPlan;
  readonly planChanges: number;
  /** Frames a second on the way, and how often that was changed. */
  readonly sampleRate: number;
  readonly rateChanges: number;
  /** Those who have said that they play the stream. */
  readonly receivers: number;
}

/** The sending half: takes frames as they come, cuts them into chunks, and sends these as the path and the receivers ask for. */
export interface AudioSender {
  readonly stream: OutStream;
  /** As `Jdat.send`. Does not allocate where the rate is the source's. */
  send(samples: Float32Array | Int32Array, frames: number, timestampNs?: number): boolean;
  /** As `Jdat.skip`. Does not allocate. */
  skip(frames: number): boolean;
  /** Sends what waits for its chunk to be full. */
  flush(): boolean;
  /** Whether the last copy of what was sent has gone out. */
  readonly idle: boolean;
  /** Allocates. */
  stats(): AudioSenderStats;
  /** Sends what waits, and ends the stream. */
  close(): void;
}

export interface AudioSenderOptions {
  readonly session: Session;
  /** All that are known, the plain one first. */
  readonly codings: readonly AudioCoding[];
  readonly send: AudioSendOptions;
}

/** Throws JamError `bad-option`, `closed`; then no stream has been opened. */
export function createAudioSender({ session, codings, send }: AudioSenderOptions): AudioSender {
  return new Sender(session, checkSendOptions(send, codings));
}

const LOOK_NS = 100e6;
/** The plan is looked at every so many looks. */
const PLAN_LOOKS = 3;
/** Plain bits fall slowly, over about so many looks: a quiet passage of text takes half the bits of the loud one that may follow at once. */
const RATE_LOOKS = 5;
/** How much of the session's ceiling an adaptive plan may fill. */
const CEILING_SHARE = 0.8;
const BLOCK_FRAMES = 256;

class Sender implements AudioSender {
  readonly stream: OutStream;
  readonly #session: Session;
  readonly #options: CheckedSendOptions;
  readonly #outlet: ChunkOutlet;
  readonly #rates: RateChanger;
  readonly #views: ReceiverViews;
  readonly #chooser: AudioPlanChooser | undefined;
  readonly #throttle: Throttle | undefined;
  readonly #line;
  readonly #block: Int32Array;
  #plan: SendPlan;
  #planChanges = 0;
  #frames = 0;
  /** When the next frame was played, and whether the caller says so. */
  #nextNs = 0;
  #timed = false;
  #framesSkipped = 0;
  #framesRefused = 0;
  #clipped = 0;
  #looks = 0;
  #lookTimer: TimerId = 0;
  #plainBitsPerSecond = 0;
  #plainBytesBefore = 0;
  #refusedBefore = 0;
  #closed = false;

  constructor(session: Session, options: CheckedSendOptions) {
    const { format, formatType, codings, chunkFrames, maxBitRateFactor } = options;
    this.#session = session;
    this.#options = options;
    this.stream = session.openStream({ streamType: StreamType.AUDIO, formatType });
    this.#outlet = createChunkOutlet({
      stream: this.stream,
      clock: session.clock,
      channels: format.channels,
      formatType,
      codings,
    });
    this.#rates = createRateChanger({
      sourceRate: format.sampleRate,
      channels: format.channels,
      chunkFrames,
      emit: (chunk, timestampNs) => {
        const sent = this.#outlet.send(chunk, timestampNs, this.#plan);
        if (!sent) this.#framesRefused += (chunk.frames * format.sampleRate) / chunk.sampleRate;
        return sent;
      },
    });
    this.#views = createReceiverViews(session, this.stream.streamId);
    if (options.plan === undefined)
      this.#chooser = createAudioPlanChooser(codings, maxBitRateFactor);
    this.#plan = options.plan ?? this.#chooser!.plan;
    session.noteCopies(Math.ceil(this.#plan.bitRateFactor));
    if (options.throttle) {
      this.#throttle = createThrottle(format.sampleRate);
      void prepareConverters();
    }
    this.#line = createTimestampLine(format.sampleRate);
    this.#block = new Int32Array(BLOCK_FRAMES * format.channels);
    this.#armLook();
  }

  send(samples: Float32Array | Int32Array, frames: number, timestampNs?: number): boolean {
    const { channels } = this.#options.format;
    const whole = Number.isInteger(frames) && frames >= 0 && samples.length >= frames * channels;
    if (this.#closed || !whole) return false;
    if (frames === 0) return true;
    this.#timed = timestampNs !== undefined;
    const startNs = timestampNs ?? this.#line.next(frames, this.#session.clock.nowNs());
    return this.#take(samples, frames, startNs);
  }

  skip(frames: number): boolean {
    const { sampleRate } = this.#options.format;
    const isLength = Number.isInteger(frames) && frames >= 0 && frames <= sampleRate;
    if (this.#closed || !isLength) return false;
    if (frames === 0) return true;
    this.#framesSkipped += frames;
    const startNs = this.#timed
      ? this.#nextNs
      : this.#line.next(frames, this.#session.clock.nowNs());
    // A converter goes on without a hole, and so does what changes over to another.
    if (!this.#rates.skips) return this.#take(undefined, frames, startNs);
    const sent = this.#rates.skip(frames, this.#frames);
    this.#frames += frames;
    this.#nextNs = startNs + (frames * 1e9) / sampleRate;
    return sent;
  }

  /** Without samples it is silence. */
  #take(samples: Float32Array | Int32Array | undefined, frames: number, startNs: number): boolean {
    const { channels, sampleRate } = this.#options.format;
    let sent = true;
    for (let done = 0; done < frames; done += BLOCK_FRAMES) {
      const part = Math.min(BLOCK_FRAMES, frames - done);
      const [from, count] = [done * channels, part * channels];
      if (samples === undefined) this.#block.fill(0);
      else if (samples instanceof Float32Array)
        this.#clipped += floatsToSamples(samples, from, this.#block, 0, count);
      else this.#clipped += copySamples(samples, from, this.#block, 0, count);
      const ns = startNs + (done * 1e9) / sampleRate;
      if (!this.#rates.take(this.#block, 0, part, this.#frames, ns)) sent = false;
      this.#frames += part;
    }
    this.#nextNs = startNs + (frames * 1e9) / sampleRate;
    return sent;
  }

  flush(): boolean {
    return this.#closed || this.#rates.flush();
  }

  get idle(): boolean {
    return this.#session.clock.nowNs() >= this.#outlet.lastCopyNs;
  }

  #armLook(): void {
    const { clock, timers } = this.#session;
    this.#lookTimer = timers.schedule(clock.nowNs() + LOOK_NS, this.#look);
  }

  /** Looks at the path: what becomes of the plan, and of the rate. */
  readonly #look = (): void => {
    this.#armLook();
    const nowNs = this.#session.clock.nowNs();
    const receivers = this.#views.worst();
    this.#measure();
    if (this.#looks++ % PLAN_LOOKS === 0 || this.#plan.bitRateFactor > this.#mostFactor())
      this.#choosePlan(receivers, nowNs);
    if (this.#throttle !== undefined) this.#adjustRate(this.#throttle, receivers, nowNs);
  };

  #measure(): void {
    const bytes = this.#outlet.plainBytes - this.#plainBytesBefore;
    this.#plainBytesBefore = this.#outlet.plainBytes;
    const bits = (bytes * 8 * 1e9) / LOOK_NS;
    const known = this.#plainBitsPerSecond;
    this.#plainBitsPerSecond = bits > known ? bits : known + (bits - known) / RATE_LOOKS;
  }

  #choosePlan(receivers: readonly ReceiverView[], nowNs: number): void {
    if (this.#chooser === undefined) return;
    const plan = this.#chooser.choose(receivers, this.#mostFactor(), nowNs);
    if (samePlan(plan, this.#plan)) return;
    this.#plan = plan;
    this.#planChanges++;
    this.#session.noteCopies(Math.ceil(plan.bitRateFactor));
  }

  /** What congestion and the ceiling let a plan take, times the bit rate of one plain copy. */
  #mostFactor(): number {
    const { maxCopies, rateCeilingBitsPerSecond } = this.#session;
    const plain = this.#plainBitsPerSecond;
    const fits = plain > 0 ? (CEILING_SHARE * rateCeilingBitsPerSecond) / plain : 1;
    return Math.min(this.#options.maxBitRateFactor, maxCopies, fits);
  }

  #adjustRate(throttle: Throttle, receivers: readonly ReceiverView[], nowNs: number): void {
    const { refused } = this.#outlet;
    const wanted = throttle.look(
      {
        queueUs: Math.max(0, ...receivers.map(({ report }) => report.queueUs)),
        lossRate: Math.max(0, ...receivers.map(({ report }) => report.rate)),
        carriedBitsPerSecond: this.#carriedBitsPerSecond(receivers),
        plainBitsPerSecond: this.#plainBitsPerSecond,
        refused: refused > this.#refusedBefore,
        copiesLeft: this.#chooser !== undefined && this.#plan.bitRateFactor > 1,
      },
      nowNs,
    );
    this.#refusedBefore = refused;
    if (!throttle.changing || this.#rates.changing) return;
    if (wanted === this.#rates.sampleRate) throttle.changed(nowNs);
    else this.#rates.change(wanted);
  }

  /** By what receivers count: datagrams, of the size that those of this stream have on average. */
  #carriedBitsPerSecond(receivers: readonly ReceiverView[]): number {
    const { bytes, messages, refused } = this.#outlet;
    const made = messages + refused;
    if (receivers.length === 0 || made === 0) return 0;
    const arrivals = Math.min(...receivers.map(({ report }) => report.arrivals));
    return (arrivals * 8 * bytes) / made;
  }

  stats(): AudioSenderStats {
    return {
      streamId: this.stream.streamId,
      frames: this.#frames,
      framesSkipped: this.#framesSkipped,
      framesRefused: Math.round(this.#framesRefused),
      clipped: this.#clipped,
      messages: this.#outlet.messages,
      plainBitsPerSecond: this.#plainBitsPerSecond,
      plan: this.#plan,
      planChanges: this.#planChanges,
      sampleRate: this.#rates.sampleRate,
      rateChanges: this.#rates.changes,
      receivers: this.#views.count,
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#rates.flush();
    this.#closed = true;
    this.#session.timers.cancel(this.#lookTimer);
    this.#rates.close();
    this.#views.close();
    this.#session.noteCopies(0);
    this.stream.close();
  }
}
