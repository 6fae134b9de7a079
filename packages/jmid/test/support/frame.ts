import type { JmidMessage } from '@jamnet/schemas';
import {
  createFrameView,
  createLossReport,
  type Peer,
  type ReceivedFrame,
  StreamType,
} from '@jamnet/toast';
import type { JmidForm } from '../../src/options.js';
import { eventForms } from '../../src/session/event-form.js';

/** A peer as a session would show it. */
export function aPeer(changes: Partial<Peer> = {}): Peer {
  return {
    senderId: 1,
    name: 'somebody',
    clockId: '00000001',
    sameClock: true,
    endpoints: [],
    receiveOnly: false,
    state: 'alive',
    firstHeardNs: 0,
    lastHeardNs: 0,
    heartbeatIntervalNs: 1e8,
    jitterUs: 0,
    fastestNs: NaN,
    lossRate: 0,
    reportedLossRate: -1,
    reportedLoss: createLossReport(),
    streams: new Map(),
    ...changes,
  };
}

/** A frame with these bytes as its payload, at an offset that is not 0. */
export function aFrameOf(payload: Uint8Array, changes: Partial<ReceivedFrame> = {}): ReceivedFrame {
  const payloadOffset = 38;
  const bytes = new Uint8Array(payloadOffset + payload.length + 4).fill(0x7b);
  bytes.set(payload, payloadOffset);
  return {
    ...createFrameView(),
    streamType: StreamType.MIDI,
    formatType: eventForms.compact.formatType,
    streamId: 1,
    peer: aPeer(),
    arrivalNs: 0,
    bytes,
    payloadOffset,
    payloadLength: payload.length,
    ...changes,
  };
}

/** The messages in one payload. */
export function payloadOf(
  messages: readonly JmidMessage[],
  form: JmidForm = 'compact',
): Uint8Array {
  const bytes = new Uint8Array(64 * 1024);
  let at = 0;
  for (const message of messages) {
    at = eventForms[form].encodeInto(bytes, at, message);
    if (at < 0) throw new Error(`status ${at} for ${JSON.stringify(message)}`);
  }
  return bytes.slice(0, at);
}

/** A frame with these messages. */
export function aFrame(
  messages: readonly JmidMessage[],
  changes: Partial<ReceivedFrame> = {},
  form: JmidForm = 'compact',
): ReceivedFrame {
  return aFrameOf(payloadOf(messages, form), {
    formatType: eventForms[form].formatType,
    ...changes,
  });
}
