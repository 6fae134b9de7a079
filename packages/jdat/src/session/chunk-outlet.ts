import type { OutStream } from '@jamnet/toast';
import type { Clock } from '@jamnet/wire';
import type { SendCoding } from '../check-send-options.js';
import type { ChunkEncoder } from '../coding.js';
import { planSpanMs, type SendPlan } from '../redundancy/audio-plan.js';
import { HEADER_BYTES } from '../redundancy/wire-bytes.js';
import type { AudioChunk } from '../v1/audio-chunk.js';

/** Writes chunks in the coding of a plan and sends every message and copy at its time. */
export interface ChunkOutlet {
  /** False when a first copy was refused. Does not allocate, but for the encoders when a coding or rate is used for the first time. */
  send(chunk: AudioChunk, timestampNs: number, plan: SendPlan): boolean;
  /** Messages sent, and refused by the session or the encoder. */
  readonly messages: number;
  readonly refused: number;
  /** Bytes on the wire of one copy of all that was made, headers counted, and those without what a coding adds. */
  readonly bytes: number;
  readonly plainBytes: number;
  /** When the last copy of what was sent goes out. */
  readonly lastCopyNs: number;
}

export interface ChunkOutletOptions {
  readonly stream: OutStream;
  readonly clock: Clock;
  readonly channels: number;
  readonly formatType: number;
  /** The plain one first. */
  readonly codings: readonly SendCoding[];
}

export function createChunkOutlet(options: ChunkOutletOptions): ChunkOutlet {
  return new Outlet(options);
}

interface MutableSendOptions {
  timestampNs: number;
  messageType: number;
  sendAtNs: number | undefined;
  plan: SendPlan['burst'];
}

class Outlet implements ChunkOutlet {
  messages = 0;
  refused = 0;
  bytes = 0;
  plainBytes = 0;
  lastCopyNs = 0;
  readonly #options: ChunkOutletOptions;
  /** Encoders by coding, then by rate. */
  readonly #encoders = new Map<SendCoding, Map<number, ChunkEncoder>>();
  readonly #sendOptions: MutableSendOptions = {
    timestampNs: 0,
    messageType: 0,
    sendAtNs: undefined,
    plan: { offsetsUs: [0], spread: 'wide' },
  };
  // Of the chunk that is being sent.
  #plan!: SendPlan;
  #plainShare = 1;
  #position = 0;
  #timestampNs = 0;
  #nsPerFrame = 0;
  #nowNs = 0;
  #sent = true;

  constructor(options: ChunkOutletOptions) {
    this.#options = options;
  }

  send(chunk: AudioChunk, timestampNs: number, plan: SendPlan): boolean {
    const { codings, clock } = this.#options;
    const named = codings.find(({ name }) => name === plan.coding) ?? codings[0];
    // The rest of a stream may be a single frame, which has no halves.
    const coding = chunk.frames < named.parts ? codings[0] : named;
    this.#plan = plan;
    this.#plainShare = 1 / coding.bitRateFactor;
    this.#position = chunk.position;
    this.#timestampNs = timestampNs;
    this.#nsPerFrame = 1e9 / chunk.sampleRate;
    this.#nowNs = clock.nowNs();
    this.#sent = true;
    this.#sendOptions.messageType = coding.coding.messageType;
    this.#sendOptions.plan = plan.burst;
    // A chunk before, under a wider plan, may take longer.
    this.lastCopyNs = Math.max(this.lastCopyNs, this.#nowNs + planSpanMs(plan) * 1e6);
    const encoded = this.#encoder(coding, chunk.sampleRate).encode(chunk, this.#message);
    if (!encoded) this.refused++;
    return encoded && this.#sent;
  }

  #encoder(coding: SendCoding, sampleRate: number): ChunkEncoder {
    let byRate = this.#encoders.get(coding);
    if (byRate === undefined) this.#encoders.set(coding, (byRate = new Map()));
    let encoder = byRate.get(sampleRate);
    if (encoder === undefined) {
      const { channels, formatType } = this.#options;
      encoder = coding.coding.createEncoder({ sampleRate, channels }, formatType);
      byRate.set(sampleRate, encoder);
    }
    return encoder;
  }

  readonly #message = (
    part: number,
    payload: Uint8Array,
    length: number,
    position: number,
  ): void => {
    const options = this.#sendOptions;
    const after = Math.round((position - this.#position) * this.#nsPerFrame);
    options.timestampNs = this.#timestampNs + after;
    const laterMs = this.#plan.partsMs[part] ?? 0;
    options.sendAtNs = laterMs > 0 ? this.#nowNs + Math.round(laterMs * 1e6) : undefined;
    this.bytes += length + HEADER_BYTES;
    this.plainBytes += (length + HEADER_BYTES) * this.#plainShare;
    if (this.#options.stream.send(payload, 0, length, options)) this.messages++;
    else {
      this.refused++;
      this.#sent = false;
    }
  };
}
