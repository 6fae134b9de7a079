import type { Peer } from '../peer/peer.js';

/** Called with a line of a peer's heartbeat; the bytes are borrowed until it returns. */
export type LayerLineHandler = (
  peer: Peer,
  bytes: Uint8Array,
  offset: number,
  length: number,
) => void;

/**
 * The lines that layers above repeat in every heartbeat. TOAST carries the last one it was given and never asks; what is in it is the
 * layer's affair, but for its first key: `{"t":"<kind>"`.
 */
export interface LayerLines {
  set(kind: string, line: Uint8Array | null): void;
  subscribe(kind: string, handler: LayerLineHandler): () => void;
  /** Appends what fits to a payload, each line closed by a newline. Returns the offset after it. */
  append(bytes: Uint8Array, offset: number, end: number): number;
  /** Hands a line to the subscribers of its kind. Unknown kinds are skipped. */
  deliver(peer: Peer, bytes: Uint8Array, offset: number, length: number): void;
  /** Bytes of all lines, newlines included. */
  readonly byteLength: number;
}

const NEWLINE = 10;
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
/** What stands before the kind. */
const BEFORE_KIND = [ascii('{'), ascii('"t"'), ascii(':')];

interface Subscription {
  /** The kind as a JSON string. */
  readonly kind: Uint8Array;
  readonly handler: LayerLineHandler;
}

export function createLayerLines(): LayerLines {
  const lines = new Map<string, Uint8Array>();
  let subscriptions: readonly Subscription[] = [];
  let turn = 0;
  return {
    set(kind, line) {
      if (line === null) lines.delete(kind);
      else lines.set(kind, line[line.length - 1] === NEWLINE ? line.subarray(0, -1) : line);
    },
    subscribe(kind, handler) {
      const subscription: Subscription = { kind: ascii(JSON.stringify(kind)), handler };
      subscriptions = [...subscriptions, subscription];
      return () => {
        subscriptions = subscriptions.filter((s) => s !== subscription);
      };
    },
    append(bytes, offset, end) {
      const waiting = [...lines.values()];
      let at = offset;
      let first = turn;
      for (let i = 0; i < waiting.length; i++) {
        const line = waiting[(turn + i) % waiting.length];
        if (at + line.length + 1 > end) {
          // What is left out is first the next time.
          if (first === turn) first = turn + i;
          continue;
        }
        bytes.set(line, at);
        at += line.length + 1;
        bytes[at - 1] = NEWLINE;
      }
      turn = first;
      return at;
    },
    deliver(peer, bytes, offset, length) {
      if (subscriptions.length === 0) return;
      const end = offset + length;
      const at = kindAt(bytes, offset, end);
      if (at < 0) return;
      for (const { kind, handler } of subscriptions) {
        if (startsWith(bytes, at, end, kind)) handler(peer, bytes, offset, length);
      }
    },
    get byteLength() {
      let sum = 0;
      for (const line of lines.values()) sum += 1 + line.length;
      return sum;
    },
  };
}

/** Where the value of a line's first key begins; −1 when that key is not `t`. */
function kindAt(bytes: Uint8Array, offset: number, end: number): number {
  let at = afterSpace(bytes, offset, end);
  for (const token of BEFORE_KIND) {
    if (!startsWith(bytes, at, end, token)) return -1;
    at = afterSpace(bytes, at + token.length, end);
  }
  return at;
}

function afterSpace(bytes: Uint8Array, offset: number, end: number): number {
  let at = offset;
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0d)) at++;
  return at;
}

function startsWith(bytes: Uint8Array, offset: number, end: number, text: Uint8Array): boolean {
  if (offset + text.length > end) return false;
  for (let i = 0; i < text.length; i++) if (bytes[offset + i] !== text[i]) return false;
  return true;
}
