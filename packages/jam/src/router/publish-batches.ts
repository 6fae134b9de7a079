import {
  type BatchRoute,
  canonicalTopic,
  DESCRIPTOR_WORDS,
  type FrameBatch,
  type FrameBatchResults,
  FRAME_HEADER_BYTES,
  FRAME_OVERHEAD_BYTES,
  resolveTopic,
  WORD_ARRIVAL,
  WORD_LENGTH,
  WORD_MASTER_TIME,
  WORD_OFFSET,
  WORD_PEER,
  WORD_SEQUENCE,
} from '@jamnet/toast';
import { DESCRIPTOR_BYTES, JamError } from '@jamnet/wire';
import { MEDIA_TYPES } from './media-types.js';
import type { Publisher, SessionRouter } from './session-router.js';
import { createStreamMessage, type MutableStreamMessage } from './stream-message.js';

/** Frames of whole batches, published in a router: for relays, which have many topics and no session. */
export interface BatchPublisher {
  /**
   * Takes the frames of a topic from the next run on. Returns what ends it, with the topic's streams.
   * Throws JamError `bad-topic`, `bad-option` for one that is taken already, `too-large` where the batch has no room for it.
   */
  join(topic: string): () => void;
  /**
   * Runs the batch over received datagrams, on the device where that is faster, and publishes the new media frames: topic by topic, type by type, in
   * order of arrival within. Resolves with how many. Bytes and descriptors must stay as they are until then. One at a time: rejects as `FrameBatch.run` does.
   */
  publish(bytes: Uint8Array, descriptors: DataView, count: number): Promise<number>;
  /**
   * The same on the processor, at once: what a port's batch handler can call. A stream's first frame opens it; beside that it does not allocate. Nothing that
   * came from the network makes it throw.
   */
  publishNow(bytes: Uint8Array, descriptors: DataView, count: number): number;
  /** Streams that are published now. One ends when its place in the batch goes to another, which happens to idle ones alone. */
  readonly streams: number;
  /** Leaves all topics. The batch stays open. */
  close(): void;
}

const FORMAT_AT = 5;
const FLAGS_AT = 6;
const TWO_32 = 2 ** 32;

/** `batch` filters, drops duplicates and sorts by type (`createFrameBatch` of `@jamnet/toast`); this hands what it found to the router. */
export function publishBatches(router: SessionRouter, batch: FrameBatch): BatchPublisher {
  return new BatchSource(router, batch);
}

interface JoinedTopic {
  readonly topic: string;
  readonly session: number;
  readonly routes: readonly BatchRoute[];
  /** Its places in the batch may be another's by now. */
  left: boolean;
}

class BatchSource implements BatchPublisher {
  readonly #router: SessionRouter;
  readonly #batch: FrameBatch;
  #topics: readonly JoinedTopic[] = [];
  /** By the batch's number of the stream. */
  readonly #publishers: (Publisher | undefined)[] = [];
  readonly #message = createStreamMessage();

  constructor(router: SessionRouter, batch: FrameBatch) {
    this.#router = router;
    this.#batch = batch;
  }

  get streams(): number {
    return this.#publishers.reduce((count, each) => count + (each === undefined ? 0 : 1), 0);
  }

  join(name: string): () => void {
    const topic = canonicalTopic(name);
    if (this.#topics.some((each) => each.topic === topic)) {
      throw new JamError('bad-option', `the frames of ${topic} are published already`);
    }
    const batch = this.#batch;
    const session = batch.join(resolveTopic(topic).sessionName);
    const routes: BatchRoute[] = [];
    try {
      for (const streamType of MEDIA_TYPES) routes.push(batch.subscribe({ streamType, session }));
    } catch (error) {
      batch.leave(session);
      throw error;
    }
    const joined: JoinedTopic = { topic, session, routes, left: false };
    this.#topics = [...this.#topics, joined];
    return () => this.#leave(joined);
  }

  #leave(joined: JoinedTopic): void {
    if (joined.left) return;
    joined.left = true;
    this.#topics = this.#topics.filter((each) => each !== joined);
    this.#batch.leave(joined.session);
    for (const [number, publisher] of this.#publishers.entries()) {
      if (publisher?.stream.topic === joined.topic) this.#end(number);
    }
  }

  async publish(bytes: Uint8Array, descriptors: DataView, count: number): Promise<number> {
    let published = 0;
    for (let taken = 0; taken < count;) {
      // Who joins while it runs is not in its results yet.
      const topics = this.#topics;
      const rest = recordsFrom(descriptors, taken);
      const results = await this.#batch.run(bytes, rest, count - taken);
      taken += results.datagrams;
      published += this.#publishResults(bytes, results, topics);
    }
    return published;
  }

  publishNow(bytes: Uint8Array, descriptors: DataView, count: number): number {
    let published = 0;
    for (let taken = 0; taken < count;) {
      const rest = recordsFrom(descriptors, taken);
      const results = this.#batch.runNow(bytes, rest, count - taken);
      taken += results.datagrams;
      published += this.#publishResults(bytes, results, this.#topics);
    }
    return published;
  }

  #publishResults(
    bytes: Uint8Array,
    results: FrameBatchResults,
    topics: readonly JoinedTopic[],
  ): number {
    const { routeFirst, routed } = results;
    let published = 0;
    this.#message.bytes = bytes;
    for (let t = 0; t < topics.length; t++) {
      const joined = topics[t];
      for (let r = 0; r < joined.routes.length; r++) {
        const { route } = joined.routes[r];
        const end = routeFirst[route + 1];
        for (let i = routeFirst[route]; i < end; i++) {
          // Handlers may leave, and close the router.
          if (joined.left || this.#router.closed) break;
          this.#publishRow(bytes, results, routed[i], joined.topic);
          published++;
        }
      }
    }
    return published;
  }

  #publishRow(bytes: Uint8Array, results: FrameBatchResults, row: number, topic: string): void {
    const { descriptors, sender, stream } = results;
    const at = row * DESCRIPTOR_WORDS;
    const offset = descriptors[at + WORD_OFFSET];
    const word = descriptors[at + WORD_LENGTH];
    fill(this.#message, descriptors, at, bytes[offset + FORMAT_AT], bytes[offset + FLAGS_AT] >>> 4);
    this.#publisher(stream[row], topic, sender[row], (word >>> 16) & 0xff).publish(this.#message);
  }

  #publisher(number: number, topic: string, senderId: number, streamId: number): Publisher {
    const known = this.#publishers[number];
    if (known !== undefined) {
      const { stream } = known;
      const same =
        stream.senderId === senderId && stream.streamId === streamId && stream.topic === topic;
      if (same) return known;
      this.#end(number);
    }
    const origin = this.#batch;
    const opened = this.#router.publisher({ topic, senderId, streamId, origin });
    this.#publishers[number] = opened;
    return opened;
  }

  #end(number: number): void {
    this.#publishers[number]?.close();
    this.#publishers[number] = undefined;
  }

  close(): void {
    for (const joined of this.#topics) this.#leave(joined);
  }
}

/** The descriptors from number `first` on. */
function recordsFrom(descriptors: DataView, first: number): DataView {
  if (first === 0) return descriptors;
  return new DataView(descriptors.buffer, descriptors.byteOffset + first * DESCRIPTOR_BYTES);
}

function fill(
  message: MutableStreamMessage,
  descriptors: Uint32Array,
  at: number,
  formatType: number,
  flags: number,
): void {
  const word = descriptors[at + WORD_LENGTH];
  const masterNs =
    descriptors[at + WORD_MASTER_TIME + 1] * TWO_32 + descriptors[at + WORD_MASTER_TIME];
  message.payloadOffset = descriptors[at + WORD_OFFSET] + FRAME_HEADER_BYTES;
  message.payloadLength = (word & 0xffff) - FRAME_OVERHEAD_BYTES;
  message.streamType = (descriptors[at + WORD_PEER] >>> 16) & 0x0f;
  message.formatType = formatType;
  message.messageType = word >>> 24;
  message.flags = flags;
  message.sequence = descriptors[at + WORD_SEQUENCE];
  message.timestampNs = masterNs <= Number.MAX_SAFE_INTEGER ? masterNs : -1;
  message.arrivalNs = descriptors[at + WORD_ARRIVAL + 1] * TWO_32 + descriptors[at + WORD_ARRIVAL];
}
