import { DESCRIPTOR_BYTES, type BatchHandler } from '@jamnet/wire';
import { writeReceived } from '../descriptor-record.js';

/** Datagrams in one batch at most, as many as native engines take at once. */
const BATCH_DATAGRAMS = 64;
/** Room for one usual datagram, or for a whole batch of them. */
const SINGLE_BYTES = 2_048;
const BATCH_BYTES = 65_536;
/** The first datagram of a batch begins at one of a few places, so that a receiver that ignores its offset is caught. */
const OFFSET_STEP = 8;
const OFFSETS = 4;

/**
 * Where a simulated port puts what it received: one buffer, written over by the next datagram, so that a receiver that
 * keeps what it borrowed is caught.
 */
export class Inbox {
  handler: BatchHandler | undefined;
  /** Datagrams that wait for {@link deliver}. */
  count = 0;
  #bytes = new Uint8Array(0);
  #descriptors = newDescriptors(0);
  #end = 0;
  #turn = 0;
  readonly #usualBytes: number;

  constructor(batches: boolean) {
    this.#usualBytes = batches ? BATCH_BYTES : SINGLE_BYTES;
  }

  /** Puts a datagram behind those that wait. Where it does not fit, those are delivered first. */
  put(payload: Uint8Array, length: number, arrivalNs: number, sourceIndex: number): void {
    if (this.#bytes.length === 0) this.#descriptors = newDescriptors(BATCH_DATAGRAMS);
    if (this.count > 0 && !this.#fits(length)) this.deliver();
    if (this.count === 0) this.#begin(length);
    this.#bytes.set(payload, this.#end);
    writeReceived(this.#descriptors, this.count, arrivalNs, this.#end, length, sourceIndex);
    this.#end += length;
    this.count += 1;
  }

  /** Hands over what waits. */
  deliver(): void {
    const count = this.count;
    this.count = 0;
    if (count > 0) this.handler?.(this.#bytes, this.#descriptors, count);
  }

  #fits(length: number): boolean {
    return this.count < BATCH_DATAGRAMS && this.#end + length <= this.#bytes.length;
  }

  #begin(length: number): void {
    this.#turn = (this.#turn + 1) % OFFSETS;
    this.#end = this.#turn * OFFSET_STEP;
    const needed = Math.max(this.#usualBytes, this.#end + length);
    if (needed > this.#bytes.length) this.#bytes = new Uint8Array(needed);
  }
}

function newDescriptors(count: number): DataView {
  return new DataView(new ArrayBuffer(count * DESCRIPTOR_BYTES));
}
