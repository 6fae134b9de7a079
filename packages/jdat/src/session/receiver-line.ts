/** Kind of the line, its `t`: audio receiver (spec/jdat/v1). */
export const RECEIVER_KIND = 'ar';

/** Senders that a line speaks of: it has to leave room for what else a heartbeat says. */
export const MOST_USES = 16;

/** What a receiver says of one stream that it plays. */
export interface ReceiverUse {
  readonly senderId: number;
  readonly streamId: number;
  /**
   * How long after the first copy of a message would have come another one can still be played, microseconds: the play-out delay that is set, or the
   * most that it adapts to, less the time on the way.
   */
  readonly usefulUs: number;
}

/** Writes the line `{"t":"ar","u":[[sender, stream, useful], …]}`, of the first 16 uses. For `Session.setHeartbeatLine`. Allocates. */
export function writeReceiverLine(uses: readonly ReceiverUse[]): Uint8Array {
  const entries = uses
    .slice(0, MOST_USES)
    .map(({ senderId, streamId, usefulUs }) => [
      senderId,
      streamId,
      Math.max(0, Math.round(usefulUs)),
    ]);
  return new TextEncoder().encode(JSON.stringify({ t: RECEIVER_KIND, u: entries }));
}

/** What a line says of one stream: microseconds, or −1 where it says nothing of it or is no such line. Never throws. Allocates. */
export function readReceiverLine(
  bytes: Uint8Array,
  offset: number,
  length: number,
  senderId: number,
  streamId: number,
): number {
  let line: unknown;
  try {
    line = JSON.parse(new TextDecoder().decode(bytes.subarray(offset, offset + length)));
  } catch {
    return -1;
  }
  const uses = (line as { readonly u?: unknown } | null)?.u;
  if (!Array.isArray(uses)) return -1;
  for (const use of uses as unknown[]) {
    if (!Array.isArray(use)) continue;
    const [sender, stream, usefulUs] = use as unknown[];
    if (sender !== senderId || stream !== streamId) continue;
    return typeof usefulUs === 'number' && usefulUs >= 0 ? usefulUs : -1;
  }
  return -1;
}
