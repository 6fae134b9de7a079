import {
  createTimelineTimers,
  type SessionTimeline,
  type TimelineSource,
  type Transport,
  type U64,
} from '@jamnet/sync';
import type { Session } from '@jamnet/toast';
import { JamError, type Timers } from '@jamnet/wire';
import {
  type Calibrations,
  type CalibrationStats,
  type CorrectionHandler,
  createCalibrations,
} from './calibrations.js';
import { type GpuClock, openGpuClock } from './gpu-clock.js';
import {
  type CommandHandler,
  createSessionTransport,
  type SessionTransport,
  type SessionTransportStats,
} from './session-transport.js';
import { wireTimeline, type WiredTimeline } from './timeline-wiring.js';

export interface SyncLayerOptions {
  /**
   * Whether the timeline may run on the GPU's clock while this process is its master: where there is a GPU and its clock can be read
   * (`auto`), or never (`cpu`). A software device is no GPU. @default 'auto'
   */
  readonly clock?: 'auto' | 'cpu';
  /** What the timeline runs on instead while this process is its master: a sound card's clock, for example. @default as `clock` says */
  readonly source?: TimelineSource;
  /** How far ahead a command is given whose time is not said, 0-10,000. @default 150 */
  readonly leadMs?: number;
}

export interface JamSyncStats extends SessionTransportStats {
  readonly calibration: CalibrationStats;
}

/** The one timeline of a session, and the transport on it. */
export interface JamSync {
  readonly timeline: SessionTimeline;
  /** Gives commands to everyone, and says where the music is. */
  readonly transport: Transport;
  /** Timers on the timeline, for what is to happen at the same instant everywhere, as far as the event loop allows. */
  readonly timers: Timers;
  /** This machine's GPU clock, once it is open; undefined where there is none. */
  readonly gpu: GpuClock | undefined;
  /** Why the timeline does not run on a GPU's clock here, one line; null where it can, and until that is known. */
  readonly gpuNotice: string | null;
  /**
   * Corrects a stamp of a peer's GPU clock (`timestamp_gpu` of any message) to the peer's CPU clock, by the peer's last calibration block. Before its
   * first block `deliver` is called when that comes, and after 100 ms with null.
   */
  correctStamp(peer: number, timestampGpu: U64, deliver: CorrectionHandler): void;
  /** Returns what ends it. */
  onCommand(handler: CommandHandler): () => void;
  stats(): JamSyncStats;
  /** Resolves when the last command of this process has been repeated enough, or after `timeoutMs`. @default 1500 */
  drain(timeoutMs?: number): Promise<boolean>;
  close(): void;
  [Symbol.dispose](): void;
}

/** Throws JamError `bad-option`. */
export function openSyncLayer(session: Session, options: SyncLayerOptions = {}): JamSync {
  checkOptions(options);
  return new SyncLayer(session, options);
}

function checkOptions({ clock = 'auto', leadMs = 0 }: SyncLayerOptions): void {
  if (!['auto', 'cpu'].includes(clock)) {
    throw new JamError('bad-option', `sync.clock is ${clock}: it may be 'auto' or 'cpu'`);
  }
  if (!(leadMs >= 0 && leadMs <= 10_000)) {
    throw new JamError('bad-option', `sync.leadMs is ${leadMs}: it may be 0 to 10,000`);
  }
}

class SyncLayer implements JamSync {
  readonly timeline: SessionTimeline;
  readonly transport: Transport;
  readonly timers: Timers;
  gpu: GpuClock | undefined;
  gpuNotice: string | null = null;
  readonly #session: Session;
  readonly #wired: WiredTimeline;
  readonly #transport: SessionTransport;
  readonly #calibrations: Calibrations;
  #closed = false;

  constructor(session: Session, options: SyncLayerOptions) {
    this.#session = session;
    this.#wired = wireTimeline(session, options.source);
    this.timeline = this.#wired.timeline;
    this.#transport = createSessionTransport(session, this.timeline, options.leadMs);
    this.transport = this.#transport.transport;
    this.#calibrations = createCalibrations(session);
    this.timers = createTimelineTimers(this.timeline, session.timers);
    if (options.clock === 'cpu') this.gpuNotice = 'it was switched off by `clock`';
    else void this.#openGpu(options.source === undefined);
  }

  /** The session does not wait for the device, which takes a while to open. */
  async #openGpu(forTimeline: boolean): Promise<void> {
    const { clock, timers } = this.#session;
    const answer = await openGpuClock(clock, timers);
    if (!answer.ok) {
      this.gpuNotice = answer.reason;
      return;
    }
    const { gpu } = answer;
    if (this.#closed) {
      gpu.bridge.close();
      return;
    }
    this.gpu = gpu;
    this.#calibrations.send(gpu.read);
    if (!forTimeline) this.gpuNotice = 'a source of its own was given';
    else this.#runOn(gpu);
  }

  #runOn({ bridge, source }: GpuClock): void {
    if (bridge.state === 'locked') this.timeline.setSource(source);
    bridge.addEventListener('state', ({ state }) => {
      if (state === 'locked') this.timeline.setSource(source);
      else if (state === 'failed') this.timeline.setSource(undefined);
    });
  }

  correctStamp(peer: number, timestampGpu: U64, deliver: CorrectionHandler): void {
    this.#calibrations.correct(peer, timestampGpu, deliver);
  }

  onCommand(handler: CommandHandler): () => void {
    return this.#transport.onCommand(handler);
  }

  stats(): JamSyncStats {
    return { ...this.#transport.stats(), calibration: this.#calibrations.stats() };
  }

  drain(timeoutMs?: number): Promise<boolean> {
    return this.#transport.drain(timeoutMs);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.gpu?.bridge.close();
    this.#calibrations.close();
    this.#transport.close();
    this.#wired.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
