import { decodeCompact, encodeCompactInto } from '@jamnet/schemas';
import {
  createTimelineTimers,
  createTransport,
  type MergeOutcome,
  readTransportLogMessage,
  readTransportMessage,
  type SessionTimeline,
  type TimelineSource,
  type Transport,
  type TransportCommand,
  transportMessage,
  type TransportStats,
  type U64,
} from '@jamnet/sync';
import {
  FormatType,
  MAX_PAYLOAD_BYTES,
  type OutStream,
  type ReceivedFrame,
  type Session,
  StreamType,
} from '@jamnet/toast';
import type { Timers } from '@jamnet/wire';
import {
  type Calibrations,
  type CalibrationStats,
  type CorrectionHandler,
  createCalibrations,
} from './calibrations.js';
import { type GpuClock, openGpuClock } from './gpu-clock.js';
import {
  createLineWriter,
  type LineWriter,
  wireTimeline,
  type WiredTimeline,
} from './timeline-wiring.js';

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

/** Called once for each command that is new here, own ones too, as soon as it is known: usually ahead of its time. */
export type CommandHandler = (command: TransportCommand, info: CommandInfo) => void;

export interface CommandInfo {
  /** How long until it takes effect, milliseconds; negative when it came late. */
  readonly aheadMs: number;
  readonly own: boolean;
}

export interface JamSyncStats {
  readonly transport: TransportStats;
  /** Commands sent, and those that the session refused to send at once; heartbeats bring them all the same. */
  readonly sent: number;
  readonly refused: number;
  /** Transport messages of peers that are on another timeline, or that were none. */
  readonly foreign: number;
  readonly malformed: number;
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
  drain(timeoutMs?: number): Promise<boolean>;
  close(): void;
  [Symbol.dispose](): void;
}

const LOG_LINE = 'tpl';
/** Which of the commands are repeated changes this often: a heartbeat has room for some. */
const ROTATE_NS = 100e6;
/** In this time a command has been in enough heartbeats, beside the burst that it was sent in. */
const REPEATED_NS = 500e6;
/** Control of the music is worth more than bandwidth, and rare. */
const COPIES = { copies: 4, windowUs: 15_000 };

/** Throws JamError `bad-option`. */
export function openSyncLayer(session: Session, options: SyncLayerOptions = {}): JamSync {
  return new SyncLayer(session, options);
}

class SyncLayer implements JamSync {
  readonly timeline: SessionTimeline;
  readonly transport: Transport;
  readonly timers: Timers;
  gpu: GpuClock | undefined;
  gpuNotice: string | null = null;
  readonly #session: Session;
  readonly #calibrations: Calibrations;
  readonly #wired: WiredTimeline;
  readonly #lines: LineWriter;
  readonly #handlers = new Set<CommandHandler>();
  readonly #bytes = new Uint8Array(MAX_PAYLOAD_BYTES);
  readonly #following = new AbortController();
  readonly #endings: (() => void)[] = [];
  #out: OutStream | undefined;
  #rotation = 0;
  #lastGivenNs = -Infinity;
  #sent = 0;
  #refused = 0;
  #foreign = 0;
  #malformed = 0;
  #closed = false;

  constructor(session: Session, options: SyncLayerOptions) {
    this.#session = session;
    this.#lines = createLineWriter(session);
    this.#wired = wireTimeline(session, options.source);
    this.#calibrations = createCalibrations(session);
    this.timeline = this.#wired.timeline;
    this.transport = createTransport({
      clock: this.timeline,
      peer: session.senderId,
      random: session.random,
      masterPeer: () => this.timeline.master.toString(16).padStart(8, '0'),
      ...(options.leadMs !== undefined && { leadMs: options.leadMs }),
    });
    this.timers = createTimelineTimers(this.timeline, session.timers);
    this.transport.onCommand((command) => this.#known(command));
    this.timeline.events.addEventListener(
      'step',
      // What was scheduled on another timeline means nothing on this one.
      ({ newEpoch }) => newEpoch && this.transport.replace([]),
      { signal: this.#following.signal },
    );
    this.#endings.push(
      session.subscribe({ streamType: StreamType.TRANSPORT }, (frame) => this.#receive(frame)),
      session.onHeartbeatLine(LOG_LINE, (peer, bytes, offset, length) => {
        this.#readLog(peer.senderId, bytes, offset, offset + length);
      }),
    );
    this.#rotate();
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
    else if (gpu.bridge.state === 'locked') this.timeline.setSource(gpu.source);
    gpu.bridge.addEventListener('state', ({ state }) => {
      if (forTimeline && state === 'locked') this.timeline.setSource(gpu.source);
      else if (forTimeline && state === 'failed') this.timeline.setSource(undefined);
    });
  }

  correctStamp(peer: number, timestampGpu: U64, deliver: CorrectionHandler): void {
    this.#calibrations.correct(peer, timestampGpu, deliver);
  }

  onCommand(handler: CommandHandler): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  /** A command is in the log: of this process, or of a peer. */
  #known(command: TransportCommand): void {
    const own = command.peer === this.#session.senderId;
    if (own) this.#send(command);
    this.#repeat();
    const aheadMs = (command.timestampNs - this.timeline.nowNs()) / 1e6;
    for (const handler of this.#handlers) handler(command, { aheadMs, own });
  }

  #send(command: TransportCommand): void {
    this.#lastGivenNs = this.#session.clock.nowNs();
    const out = (this.#out ??= this.#session.openStream({
      streamType: StreamType.TRANSPORT,
      formatType: FormatType.COMPACT_JSONL,
      redundancy: COPIES,
    }));
    const length = encodeCompactInto(transportMessage(command), this.#bytes, 0);
    const { timestampNs } = command;
    if (length > 0 && out.send(this.#bytes, 0, length, { timestampNs })) this.#sent++;
    else this.#refused++;
  }

  #repeat(): void {
    const message = this.transport.nextLogMessage();
    if (message !== undefined) this.#lines.repeat(LOG_LINE, message);
    else this.#session.setHeartbeatLine(LOG_LINE, null);
  }

  readonly #rotate = (): void => {
    if (this.#closed) return;
    this.#repeat();
    const { clock, timers } = this.#session;
    this.#rotation = timers.schedule(clock.nowNs() + ROTATE_NS, this.#rotate);
  };

  #receive(frame: ReceivedFrame): void {
    const { senderId } = frame.peer;
    if (!this.#shares(senderId)) return;
    const { bytes, payloadOffset, payloadLength, formatType } = frame;
    const end = payloadOffset + payloadLength;
    const isLine = formatType === FormatType.COMPACT_JSONL;
    const message = isLine ? decodeCompact(bytes, payloadOffset, end) : undefined;
    if (typeof message === 'object' && message.type === 'transport')
      this.#take(readTransportMessage(message, senderId));
    else this.#receivePlain(frame);
  }

  /** What the old system sent: `PLAY`, `SEEK 1500`. It takes effect at the frame's own time. */
  #receivePlain({ peer, bytes, payloadOffset, payloadLength, timestampNs }: ReceivedFrame): void {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + payloadOffset, payloadLength);
    const atNs = this.timeline.peerToTimeline(peer.senderId, timestampNs);
    if (!(atNs >= 0)) this.#malformed++;
    else this.transport.receivePlain(text.toString('latin1'), peer.senderId, atNs);
  }

  #readLog(sender: number, bytes: Uint8Array, offset: number, end: number): void {
    if (!this.#shares(sender)) return;
    const message = decodeCompact(bytes, offset, end);
    if (typeof message === 'number' || message.type !== 'transport_log') {
      this.#malformed++;
      return;
    }
    const master = this.timeline.master.toString(16).padStart(8, '0');
    for (const command of readTransportLogMessage(message, master)) this.#take(command);
  }

  #shares(sender: number): boolean {
    if (this.timeline.sharesTimeline(sender)) return true;
    this.#foreign++;
    return false;
  }

  #take(command: TransportCommand | undefined): MergeOutcome {
    if (command !== undefined) return this.transport.receive(command);
    this.#malformed++;
    return 'malformed';
  }

  stats(): JamSyncStats {
    return {
      transport: this.transport.stats(),
      sent: this.#sent,
      refused: this.#refused,
      foreign: this.#foreign,
      malformed: this.#malformed,
      calibration: this.#calibrations.stats(),
    };
  }

  /** Resolves when the last command of this process has been repeated enough. */
  drain(timeoutMs = 1500): Promise<boolean> {
    const { clock, timers } = this.#session;
    const doneNs = this.#lastGivenNs + REPEATED_NS;
    const nowNs = clock.nowNs();
    if (nowNs >= doneNs || this.#closed) return Promise.resolve(true);
    const endNs = Math.min(doneNs, nowNs + timeoutMs * 1e6);
    return new Promise((resolve) => {
      timers.schedule(endNs, () => resolve(endNs === doneNs));
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#session.timers.cancel(this.#rotation);
    for (const end of this.#endings) end();
    this.#following.abort();
    this.#out?.close();
    this.gpu?.bridge.close();
    this.#calibrations.close();
    this.#session.setHeartbeatLine(LOG_LINE, null);
    this.#wired.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
