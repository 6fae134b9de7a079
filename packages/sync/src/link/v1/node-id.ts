import type { RandomSource } from '@jamnet/wire';
import { readU32BE, writeU32BE } from './big-endian.js';

/** The 8 bytes that name a peer, or the session that it founded: two halves, so that comparing makes no text. */
export interface NodeId {
  /** The first four bytes, big-endian. */
  high: number;
  low: number;
}

export const NODE_ID_BYTES = 8;

export function createNodeId(): NodeId {
  return { high: 0, low: 0 };
}

export function randomNodeId(random: RandomSource): NodeId {
  const half = (): number => Math.floor(random() * 0x1_0000_0000);
  return { high: half(), low: half() };
}

export function copyNodeId(from: Readonly<NodeId>, to: NodeId): void {
  to.high = from.high;
  to.low = from.low;
}

/** Below 0 where `a` is the smaller one, 0 where they are equal: the order of the bytes. */
export function compareNodeIds(a: Readonly<NodeId>, b: Readonly<NodeId>): number {
  return a.high === b.high ? a.low - b.low : a.high - b.high;
}

export function isSameNode(a: Readonly<NodeId>, b: Readonly<NodeId>): boolean {
  return a.high === b.high && a.low === b.low;
}

/** Sixteen hexadecimal digits in lower case. */
export function nodeIdText({ high, low }: Readonly<NodeId>): string {
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

export function readNodeId(bytes: Uint8Array, offset: number, id: NodeId): void {
  id.high = readU32BE(bytes, offset);
  id.low = readU32BE(bytes, offset + 4);
}

export function writeNodeId(bytes: Uint8Array, offset: number, id: Readonly<NodeId>): void {
  writeU32BE(bytes, offset, id.high);
  writeU32BE(bytes, offset + 4, id.low);
}
