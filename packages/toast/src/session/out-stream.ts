import { JamError, serialNext } from '@jamnet/wire';
import { type BurstPlan, MAX_COPIES, MAX_SPREAD_US, narrowPlan } from '../burst/burst-plan.js';
import type { Redundancy } from '../options.js';
import { Flag, StreamType } from '../v2/codes.js';
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
import type { StreamNumber } from './stream-numbers.js';
import type { Transmitter } from './transmitter.js';

/** What goes with a payload. */
export interface SendOptions {
  /**
   * The event's own time, integer nanoseconds on this process's clock (of a transport command: on the timeline), 0 to 2^53 − 1. Frames of type SYNC do not carry it: each of their
   * copies is stamped with the moment at which it is handed to the system.
   */
  readonly timestampNs: number;
  /** 0-255. @default 0 */
  readonly messageType?: number;
  /** The payload holds only what was sent before. @default false */
  readonly refresh?: boolean;
  /**
   * When the first copy is to leave, nanoseconds on this process's clock: the port keeps the time, the native one to microseconds. A time
   * that has passed means now. No heartbeat rides along. @default now
   */
  readonly sendAtNs?: number;
  /** How the copies of this frame are spread, `offsetsUs` of 1 to 16 rising from 0. @default the stream's */
  readonly plan?: BurstPlan;
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
   * queue, an open circuit, a payload that is too long, a closed stream): nothing was sent and no sequence was used. Does not block; does not
   * allocate, but for the heartbeat that rides along some ten times a second.
   */
  send(payload: Uint8Array, offset: number, length: number, options: SendOptions): boolean;
  /** Ends the stream; the session goes on. */
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
  closed(stream: OutStream): void;
}

export function createOutStream(
  core: OutStreamCore,
  number: StreamNumber,
  formatType: number,
  plan: BurstPlan | undefined,
): OutStream {
  return new MediaStream(core, number, formatType, plan);
}

/** The plan of a stream that does not adapt. Throws JamError `bad-option`. */
export function fixedPlan(redundancy: Redundancy | undefined): BurstPlan | undefined {
  if (redundancy === undefined || redundancy === 'adaptive') return undefined;
  if ('offsetsUs' in redundancy) return listedPlan(redundancy.offsetsUs);
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

function listedPlan(offsetsUs: readonly number[]): BurstPlan {
  const rises = offsetsUs.every((us, i) => (i === 0 ? us === 0 : us >= offsetsUs[i - 1]));
  const last = offsetsUs[offsetsUs.length - 1];
  if (!rises || !(last <= MAX_SPREAD_US) || offsetsUs.length > MAX_COPIES) {
    throw new JamError(
      'bad-option',
      `redundancy.offsetsUs is [${offsetsUs.join(', ')}]: give 1 to ${MAX_COPIES} times that rise from 0 to at most ${MAX_SPREAD_US}`,
    );
  }
  return { offsetsUs: [...offsetsUs], spread: 'wide' };
}

class MediaStream implements OutStream {
  lastCopies = 0;
  framesSent = 0;
  framesRefused = 0;
  readonly maxPayloadBytes = MAX_PAYLOAD_BYTES;
  readonly #core: OutStreamCore;
  readonly #number: StreamNumber;
  readonly #header: FrameHeader;
  readonly #plan: BurstPlan | undefined;
  readonly #timing;
  #closed = false;

  constructor(
    core: OutStreamCore,
    number: StreamNumber,
    formatType: number,
    plan: BurstPlan | undefined,
  ) {
    this.#core = core;
    this.#number = number;
    this.#plan = plan;
    this.#timing = { atNs: 0, stampCopies: number.streamType === StreamType.SYNC };
    this.#header = {
      streamType: number.streamType,
      formatType,
      flags: 0,
      burstIndex: 0,
      burstSize: 1,
      messageType: 0,
      streamId: number.streamId,
      timestampNs: 0,
      sequence: 0,
      sessionName: core.sessionName,
      senderId: 0,
    };
  }

  get streamId(): number {
    return this.#number.streamId;
  }

  get streamType(): number {
    return this.#number.streamType;
  }

  send(payload: Uint8Array, offset: number, length: number, options: SendOptions): boolean {
    const { adaptation, datagram, heartbeat, transmitter } = this.#core;
    this.lastCopies = 0;
    if (this.#closed || adaptation.circuit.open) return this.#refused();
    if (!(length >= 0 && offset >= 0 && offset + length <= payload.length)) return this.#refused();
    const plan = options.plan ?? this.#plan ?? adaptation.plan;
    if (plan.offsetsUs.length > MAX_COPIES) return this.#refused();
    this.#fill(plan, options);
    if (encodeFrame(this.#header, payload, offset, length, datagram, 0) < 0) return this.#refused();
    const frameBytes = frameByteLength(length);
    this.#timing.atNs = options.sendAtNs ?? 0;
    const mayRide = options.sendAtNs === undefined && frameBytes < MAX_DATAGRAM_BYTES / 2;
    const rider = mayRide ? heartbeat.ride(datagram, frameBytes) : 0;
    this.lastCopies = transmitter.burst(datagram, frameBytes, rider, plan, this.#timing);
    if (this.lastCopies === 0) return this.#refused();
    if (rider > 0) heartbeat.rodeAlong();
    this.#number.sequence = serialNext(this.#number.sequence);
    this.framesSent++;
    return true;
  }

  #fill(plan: BurstPlan, options: SendOptions): void {
    const header = this.#header;
    header.senderId = this.#core.identity.senderId;
    header.sequence = this.#number.sequence;
    header.flags = options.refresh === true ? Flag.REFRESH : 0;
    header.messageType = options.messageType ?? 0;
    header.timestampNs = options.timestampNs;
    header.burstSize = plan.offsetsUs.length;
  }

  #refused(): false {
    this.framesRefused++;
    return false;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#core.closed(this);
  }
}
