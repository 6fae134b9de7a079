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

interface Subscription {
  readonly prefix: Uint8Array;
  readonly kind: string;
  readonly handler: LayerLineHandler;
}

export function createLayerLines(): LayerLines {
  const lines = new Map<string, Uint8Array>();
  let subscriptions: readonly Subscription[] = [];
  return {
    set(kind, line) {
      if (line === null) lines.delete(kind);
      else lines.set(kind, line[line.length - 1] === NEWLINE ? line.subarray(0, -1) : line);
    },
    subscribe(kind, handler) {
      const prefix = new TextEncoder().encode(`{"t":${JSON.stringify(kind)}`);
      const subscription: Subscription = { prefix, kind, handler };
      subscriptions = [...subscriptions, subscription];
      return () => {
        subscriptions = subscriptions.filter((s) => s !== subscription);
      };
    },
    append(bytes, offset, end) {
      let at = offset;
      for (const line of lines.values()) {
        if (at + 1 + line.length > end) continue;
        bytes.set(line, at);
        at += line.length + 1;
        bytes[at - 1] = NEWLINE;
      }
      return at;
    },
    deliver(peer, bytes, offset, length) {
      for (const { prefix, handler } of subscriptions) {
        if (startsWith(bytes, offset, length, prefix)) handler(peer, bytes, offset, length);
      }
    },
    get byteLength() {
      let sum = 0;
      for (const line of lines.values()) sum += 1 + line.length;
      return sum;
    },
  };
}

function startsWith(
  bytes: Uint8Array,
  offset: number,
  length: number,
  prefix: Uint8Array,
): boolean {
  if (length < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[offset + i] !== prefix[i]) return false;
  return true;
}
