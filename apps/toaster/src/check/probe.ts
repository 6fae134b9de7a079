import { type FrameView, type OutStream, type Session, StreamType } from '@jamnet/toast';
import type { Clock, Timers } from '@jamnet/wire';

/**
 * What a probe travels as: stream type VIDEO, message type 128, which applications are free to use. No layer subscribes to it, so whoever plays
 * meanwhile is not disturbed, while every receiver measures its loss as that of any stream and reports it.
 */
const PROBE_STREAM_TYPE = StreamType.VIDEO;
const PROBE_MESSAGE_TYPE = 128;
/** One chunk of 128 frames at 48 kHz: so often does audio send. */
export const PROBE_INTERVAL_MS = 128_000 / 48_000;
/** A plain chunk of that many frames, mono, in the binary form. */
const PROBE_PAYLOAD_BYTES = 416;
const TURN_MS = 10;
/** Handed to the port so long before their time: a turn of the loop that comes late shall not be a gap on the wire. */
const AHEAD_MS = 30;

/** Sends one datagram every {@link PROBE_INTERVAL_MS}, each once. */
export interface Probe {
  readonly sent: number;
  /** Not taken by the session: its ceiling, a full queue, an open circuit. */
  readonly refused: number;
  stop(): void;
}

export function isProbe({ streamType, messageType }: FrameView): boolean {
  return streamType === PROBE_STREAM_TYPE && messageType === PROBE_MESSAGE_TYPE;
}

export function startProbe(session: Session, clock: Clock, timers: Timers): Probe {
  // A session that sends one copy of each is not to be judged by the plan that it would use.
  session.noteCopies(1);
  const stream: OutStream = session.openStream({
    streamType: PROBE_STREAM_TYPE,
    // No message in it, so in no form of one.
    formatType: 255,
    redundancy: { copies: 1 },
  });
  const payload = new Uint8Array(PROBE_PAYLOAD_BYTES);
  const startNs = clock.nowNs();
  let next = 0;
  let timer = 0;
  const turn = (): void => {
    const nowNs = clock.nowNs();
    timer = timers.schedule(nowNs + TURN_MS * 1e6, turn);
    // After a pause of the process it goes on from here.
    next = Math.max(next, Math.ceil((nowNs - startNs) / (PROBE_INTERVAL_MS * 1e6)));
    for (;;) {
      const atNs = Math.round(startNs + next * PROBE_INTERVAL_MS * 1e6);
      if (atNs > nowNs + AHEAD_MS * 1e6) return;
      stream.send(payload, 0, payload.length, {
        timestampNs: atNs,
        sendAtNs: atNs,
        messageType: PROBE_MESSAGE_TYPE,
      });
      next += 1;
    }
  };
  turn();
  return {
    get sent() {
      return stream.framesSent;
    },
    get refused() {
      return stream.framesRefused;
    },
    stop() {
      timers.cancel(timer);
      stream.close();
    },
  };
}
