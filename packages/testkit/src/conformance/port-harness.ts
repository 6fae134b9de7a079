import assert from 'node:assert/strict';
import type { Clock, DatagramPort, Destination, Timers } from '@jamnet/wire';
import { readArrival, readLength, readOffset, readSourceIndex } from '../descriptor-record.js';

/** Two open ports of the kind under test that reach each other without loss, and what goes with them. */
export interface DatagramPortHarness {
  readonly a: DatagramPort;
  readonly b: DatagramPort;
  /** A group that both can join and that nobody else uses. */
  readonly group: Destination;
  /** The clock that the ports' `atNs` and arrivals are on. */
  readonly clock: Clock;
  readonly timers: Timers;
  /** Lets `ms` milliseconds pass on `clock` and pending promises settle: runs virtual time, or waits. */
  settle(ms: number): Promise<void>;
  /** Closes both ports and whatever else was opened. Ports may be closed already. */
  close(): Promise<void>;
}

/** A datagram as a handler saw it, copied. */
export interface Received {
  readonly bytes: Uint8Array;
  readonly arrivalNs: number;
  readonly sourceIndex: number;
}

/** Copies all that a port receives, and checks each descriptor against its view. */
export function recordArrivals(port: DatagramPort): Received[] {
  const received: Received[] = [];
  port.onBatch((view, descriptors, count) => {
    assert.ok(count > 0, 'a batch has at least one datagram');
    for (let i = 0; i < count; i += 1) {
      const offset = readOffset(descriptors, i);
      const length = readLength(descriptors, i);
      assert.ok(
        offset + length <= view.length,
        `descriptor ${i} points to ${offset}+${length}, beyond the ${view.length} bytes of the view`,
      );
      received.push({
        bytes: view.slice(offset, offset + length),
        arrivalNs: readArrival(descriptors, i),
        sourceIndex: readSourceIndex(descriptors, i),
      });
    }
  });
  return received;
}

const STEP_MS = 5;
const PATIENCE_MS = 2_000;

/** Lets time pass until `count` datagrams are there, and a little more for those that should not be. */
export async function expectArrivals(
  harness: DatagramPortHarness,
  received: readonly Received[],
  count: number,
): Promise<void> {
  for (let ms = 0; ms < PATIENCE_MS && received.length < count; ms += STEP_MS) {
    await harness.settle(STEP_MS);
  }
  await harness.settle(STEP_MS * 4);
  assert.equal(received.length, count, `expected ${count} datagrams, got ${received.length}`);
}

/** Any address of `to` that `from` can reach by family. */
export function reachable(from: DatagramPort, to: DatagramPort): readonly Destination[] {
  const families = new Set(from.endpoints().map((own) => own.family));
  const found = to.endpoints().filter((endpoint) => families.has(endpoint.family));
  assert.ok(found.length > 0, 'the ports have endpoints of a common family');
  return found;
}

/** Bytes that no two of which are in the same place by chance. */
export function pattern(length: number, seed = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 167 + (i >> 8) * 13 + seed * 31) & 0xff);
}
