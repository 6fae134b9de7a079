import { type HeartbeatMessage, toCompactLine } from '@jamnet/schemas';
import { resolveTopic, StreamType } from '@jamnet/toast';
import type { DatagramPort } from '@jamnet/wire';
import { type SimulatedLan, TOPIC } from './simulated-lan.js';
import { encodeJson, type FrameJson } from './v2/frame-json.js';
import { toHex } from './vector-file.js';

/** Somebody on the LAN who writes frames by hand. */
export interface Stranger {
  readonly port: DatagramPort;
  /** Sends a frame to the session's group. */
  frame(changes: Partial<FrameJson> & { text?: string }): void;
  /** Sends a heartbeat, its sequence one higher than that of the last. */
  heartbeat(message: Partial<HeartbeatMessage>, lines?: string): void;
  /** Sends bytes. */
  raw(bytes: Uint8Array): void;
}

export function createStranger(lan: SimulatedLan, senderId: number): Stranger {
  const port = lan.network.createPort({ address: `10.1.0.${senderId % 250}` });
  const { group4, sessionName } = resolveTopic(TOPIC);
  const id = Buffer.alloc(4);
  id.writeUInt32LE(senderId);
  let sequence = 0;
  const stranger: Stranger = {
    port,
    raw: (bytes) => void port.send(bytes, 0, bytes.length, group4, 0),
    frame({ text, ...changes }) {
      const frame: FrameJson = {
        streamType: StreamType.MIDI,
        formatType: 1,
        sealed: false,
        refresh: false,
        burstIndex: 0,
        burstSize: 1,
        messageType: 0,
        streamId: 1,
        timestamp: String(lan.time.clock.nowNs()),
        sequence: sequence++,
        uuid: toHex(sessionName) + id.toString('hex'),
        payload: Buffer.from(text ?? '').toString('hex'),
        ...changes,
      };
      stranger.raw(encodeJson(frame));
    },
    heartbeat(message, lines = '') {
      const text = toCompactLine({ type: 'heartbeat', ...message }) as string;
      stranger.frame({ streamType: StreamType.HEARTBEAT, streamId: 0, text: text + lines });
    },
  };
  return stranger;
}
