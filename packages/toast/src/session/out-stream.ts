import { JamError } from '@jamnet/wire';
import { type BurstPlan, MAX_COPIES, MAX_SPREAD_US, narrowPlan } from '../burst/burst-plan.js';
import type { Redundancy, StreamOptions } from '../options.js';
import { Flag } from '../v2/codes.js';
import {
  encodeFrame,
  type FrameHeader,
  frameByteLength,
  MAX_DATAGRAM_BYTES,
  MAX_PAYLOAD_BYTES,
} from '../v2/frame.js';
import type { Adaptation } from './adaptation.js';
import type { HeartbeatSender } from './heartbeat-sender.js';
import type { Identity } from './session-core.js';
import type { Transmitter } from './transmitter.js';

/** What goes with a payload. */
export interface SendOptions {
  /** The event's own time, nanoseconds on the master timeline. */
  readonly timestampNs: number;
  /** 0-255. @default 0 */
  readonly messageType?: number;
  /** The payload holds only what was sent before. @default false */
  readonly refresh?: boolean;
}

/** A stream of media frames of this process. */
export interface OutStream {
  readonly streamId: number;
  readonly streamType: number;
  /** Bytes of payload that fit. */
  readonly maxPayloadBytes: number;
  /** Copies that the last send put on the wire. */
  readonly lastCopies: number;
  /** Frames sent, and frames refused by the ceiling, the port or the circuit breaker. */
  readonly framesSent: number;
  readonly framesRefused: number;
  /**
   * Sends one frame in a burst of copies. The payload is borrowed until the call returns. False when it was refused (the rate ceiling, a full
   * queue, an open circuit): nothing was sent and no sequence was used. Does not block; does not allocate.
   */
  send(payload: Uint8Array, offset: number, length: number, options: SendOptions): boolean;
  close(): void;
}

export interface OutStreamCore {
  readonly identity: Identity;
  readonly sessionName: Uint8Array;
  readonly transmitter: Transmitter;
  readonly heartbeat: HeartbeatSender;
  readonly adaptation: Adaptation;
  /** One buffer for all streams: the port has copied it when a send returns. */
  readonly datagram: Uint8Array;
  closed(streamId: number): void;
}

export function createOutStream(
  core: OutStreamCore,
  streamId: number,
  options: StreamOptions,
): OutStream {
  return new MediaStream(core, streamId, options);
}

/** The plan of a stream that does not adapt. Throws JamError `bad-option`. */
export function fixedPlan(redundancy: Redundancy | undefined): BurstPlan | undefined {
  if (redundancy === undefined || redundancy === 'adaptive') return undefined;
  const { copies, windowUs = 500 } = redundancy;
  if (!Number.isInteger(copies) || copies < 1 || copies > MAX_COPIES) {
    throw new JamError(
      'bad-option',
      `redundancy.copies is ${copies}: it may be 1 to ${MAX_COPIES}`,
    );
  }
  if (!(windowUs >= 0 && windowUs <= MAX_SPREAD_US)) {
    throw new JamError(
      'bad-option',
      `redundancy.windowUs is ${windowUs}: it may be 0 to ${MAX_SPREAD_US}`,
    );
  }
  return narrowPlan(copies, windowUs);
}

class MediaStream implements OutStream {
  lastCopies = 0;
  framesSent = 0;
  framesRefused = 0;
  readonly maxPayloadBytes = MAX_PAYLOAD_BYTES;
  readonly #core: OutStreamCore;
  readonly #header: FrameHeader;
  readonly #plan: BurstPlan | undefined;

  constructor(
    core: OutStreamCore,
    readonly streamId: number,
    options: StreamOptions,
  ) {
    this.#core = core;
    this.#plan = fixedPlan(options.redundancy);
    this.#header = {
      streamType: options.streamType,
      formatType: options.formatType,
      flags: 0,
      burstIndex: 0,
      burstSize: 1,
      messageType: 0,
      streamId,
      timestampNs: 0,
      sequence: 0,
      sessionName: core.sessionName,
      senderId: core.identity.senderId,
    };
  }

  get streamType(): number {
    return this.#header.streamType;
  }

  send(payload: Uint8Array, offset: number, length: number, options: SendOptions): boolean {
    const { datagram, transmitter, adaptation } = this.#core;
    this.lastCopies = 0;
    if (length > MAX_PAYLOAD_BYTES || adaptation.circuit.open) return this.#refused();
    const plan = this.#plan ?? adaptation.plan;
    const header = this.#header;
    header.senderId = this.#core.identity.senderId;
    header.flags = options.refresh === true ? Flag.REFRESH : 0;
    header.messageType = options.messageType ?? 0;
    header.timestampNs = options.timestampNs;
    header.burstSize = plan.offsetsUs.length;
    if (encodeFrame(header, payload, offset, length, datagram, 0) < 0) return this.#refused();
    const frameBytes = frameByteLength(length);
    const rider =
      frameBytes < MAX_DATAGRAM_BYTES / 2 ? this.#core.heartbeat.ride(datagram, frameBytes) : 0;
    this.lastCopies = transmitter.burst(datagram, frameBytes, rider, plan);
    if (this.lastCopies === 0) return this.#refused();
    header.sequence = (header.sequence + 1) >>> 0;
    this.framesSent++;
    return true;
  }

  #refused(): false {
    this.framesRefused++;
    return false;
  }

  close(): void {
    this.#core.closed(this.streamId);
  }
}
