import type { RemoteInfo } from 'node:dgram';
import {
  type BatchHandler,
  type Clock,
  DESCRIPTOR_ARRIVAL,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_OFFSET,
  DESCRIPTOR_PEER,
  type Destination,
  writeU16,
  writeU32,
  writeU64,
} from '@jamnet/wire';
import { createSourceTable } from './source-table.js';

/** Hands what the sockets of a port receive to its one handler, datagram by datagram. */
export interface Receiver {
  datagrams: number;
  bytes: number;
  /** Undefined while nobody listens: datagrams are then counted and dropped. */
  handler: BatchHandler | undefined;
  readonly onMessage: (bytes: Buffer, from: RemoteInfo) => void;
  source(index: number): Destination | undefined;
}

/** No UDP datagram is longer. */
const ARENA_BYTES = 65_536;

/**
 * Datagrams are copied into one array (20 ns), for Node's own are Buffers: `slice` of a Buffer is no copy, so a receiver that
 * wants to keep bytes would be fooled. One plain array for all is also what lets receivers keep their views of it.
 */
export function createReceiver(clock: Clock): Receiver {
  const arena = new Uint8Array(ARENA_BYTES);
  const record = new Uint8Array(DESCRIPTOR_BYTES);
  const descriptors = new DataView(record.buffer);
  const sources = createSourceTable();
  const receiver: Receiver = {
    datagrams: 0,
    bytes: 0,
    handler: undefined,
    source: (index) => sources.at(index),
    onMessage: (bytes, from) => {
      const arrivalNs = clock.nowNs();
      receiver.datagrams++;
      receiver.bytes += bytes.length;
      const handler = receiver.handler;
      if (handler === undefined) return;
      const family = from.family === 'IPv6' ? 6 : 4;
      writeU64(record, DESCRIPTOR_ARRIVAL, arrivalNs);
      writeU32(record, DESCRIPTOR_OFFSET, 0);
      writeU16(record, DESCRIPTOR_LENGTH, bytes.length);
      writeU16(record, DESCRIPTOR_PEER, sources.indexOf(from.address, from.port, family));
      arena.set(bytes);
      handler(arena, descriptors, 1);
    },
  };
  return receiver;
}
