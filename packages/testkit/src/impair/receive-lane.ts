import {
  DESCRIPTOR_BYTES,
  type BatchHandler,
  type Clock,
  type RandomSource,
  type Timers,
} from '@jamnet/wire';
import {
  copyRecord,
  readLength,
  readOffset,
  writeArrival,
  writeOffset,
} from '../descriptor-record.js';
import type { CountedImpairment } from './counters.js';
import type { ImpairmentPlan } from './impairment.js';
import { Lane } from './lane.js';

export interface ReceiveLaneOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomSource;
  readonly plan: ImpairmentPlan;
}

/** The receiving direction of an impaired port: batches in, batches out. */
export class ReceiveLane {
  /** What the handler has got. */
  datagrams = 0;
  bytes = 0;
  readonly counters: CountedImpairment;
  readonly #options: ReceiveLaneOptions;
  readonly #lane: Lane<DataView>;
  /** The record of the datagram in hand. */
  readonly #record = newRecords(1);
  /** The records of a batch that has lost some. */
  #kept = newRecords(64);
  #handler: BatchHandler | undefined;
  #closed = false;

  constructor(options: ReceiveLaneOptions) {
    this.#options = options;
    this.#lane = new Lane<DataView>({
      ...options,
      pass: (bytes, offset, _length, record, wasHeld) => {
        writeOffset(record, 0, offset);
        if (wasHeld) writeArrival(record, 0, options.clock.nowNs());
        this.#deliver(bytes, record, 1);
        return true;
      },
      keep: (record, former) => {
        const own = former ?? newRecords(1);
        copyRecord(record, 0, own, 0);
        return own;
      },
    });
    this.counters = this.#lane.counters;
  }

  /** What is to be given to the port instead of `handler`. */
  handle(handler: BatchHandler): BatchHandler {
    this.#handler = handler;
    if (this.#options.plan.lossOnly) {
      return (view, descriptors, count) => {
        this.#thin(view, descriptors, count);
      };
    }
    return (view, descriptors, count) => {
      for (let i = 0; i < count; i += 1) {
        copyRecord(descriptors, i, this.#record, 0);
        const offset = readOffset(descriptors, i);
        this.#lane.enter(view, offset, readLength(descriptors, i), this.#record);
      }
    };
  }

  close(): void {
    this.#closed = true;
    this.#lane.close();
  }

  /** Takes the lost ones out of a batch. The bytes stay where they are; only descriptors move. */
  #thin(view: Uint8Array, descriptors: DataView, count: number): void {
    const nowNs = this.#options.clock.nowNs();
    if (count * DESCRIPTOR_BYTES > this.#kept.byteLength) this.#kept = newRecords(count);
    let kept = 0;
    for (let i = 0; i < count; i += 1) {
      if (this.#lane.loss.isLost(nowNs, nowNs)) continue;
      if (count > 1) copyRecord(descriptors, i, this.#kept, kept);
      kept += 1;
    }
    this.counters.sent += count;
    this.counters.lost += count - kept;
    this.counters.delivered += kept;
    if (kept === count) this.#deliver(view, descriptors, count);
    else if (kept > 0) this.#deliver(view, this.#kept, kept);
  }

  #deliver(view: Uint8Array, descriptors: DataView, count: number): void {
    if (this.#closed || !this.#handler) return;
    this.datagrams += count;
    for (let i = 0; i < count; i += 1) this.bytes += readLength(descriptors, i);
    this.#handler(view, descriptors, count);
  }
}

function newRecords(count: number): DataView {
  return new DataView(new ArrayBuffer(count * DESCRIPTOR_BYTES));
}
