import { createHash } from 'node:crypto';
import { type Destination, JamError } from '@jamnet/wire';
import { SESSION_NAME_BYTES } from './v2/frame.js';

const SCHEMES: readonly string[] = ['midi', 'audio', 'video', 'sync'];
const LINK_PORT = 20808;
const MAX_REST_BYTES = 200;

/** The topic on which everyone announces what they take part in. */
export const DISCOVERY_TOPIC = 'sync://jamnet';

/** Where a topic meets: the same for all who know its name (spec/toast/v2, section 5). */
export interface TopicAddress {
  /** Scheme in lower case, no trailing slash. */
  readonly topic: string;
  /** Bytes 0-11 of the session's UUID. */
  readonly sessionName: Uint8Array;
  readonly group4: Destination;
  readonly group6: Destination;
}

/** The canonical form of a topic: what is hashed, and what two processes must have in common. Throws JamError `bad-topic`. */
export function canonicalTopic(topic: string): string {
  const parts = /^([A-Za-z]+):\/\/(.*)$/su.exec(topic);
  if (parts === null || !SCHEMES.includes(parts[1].toLowerCase())) {
    throw new JamError(
      'bad-topic',
      `'${topic}' is not a topic: write ${SCHEMES.map((s) => `${s}://name`).join(', ')}, for example midi://jam`,
    );
  }
  const rest = parts[2].replace(/\/+$/u, '');
  if (/[\p{Cc}\p{Cs}]/u.test(rest)) {
    throw new JamError(
      'bad-topic',
      `the name in ${JSON.stringify(topic)} holds a control character or half of a surrogate pair: leave it out`,
    );
  }
  const bytes = Buffer.byteLength(rest);
  if (bytes < 1 || bytes > MAX_REST_BYTES) {
    throw new JamError(
      'bad-topic',
      `the name in '${topic}' has ${bytes} bytes: it may have 1 to ${MAX_REST_BYTES}`,
    );
  }
  return `${parts[1].toLowerCase()}://${rest}`;
}

/** Derives group, port and session name from a topic. Throws JamError `bad-topic`. */
export function resolveTopic(topic: string): TopicAddress {
  const canonical = canonicalTopic(topic);
  const d = createHash('sha256').update(`jamnet/1 ${canonical}`).digest();
  const sessionName = new Uint8Array(d.subarray(0, SESSION_NAME_BYTES));
  sessionName[6] = (sessionName[6] & 0x0f) | 0x80;
  sessionName[8] = (sessionName[8] & 0x3f) | 0x80;
  const base = 20000 + (d.readUInt16BE(16) % 8192);
  const port = base >= LINK_PORT ? base + 1 : base;
  const hex = d.toString('hex', 12, 16);
  return {
    topic: canonical,
    sessionName,
    group4: { family: 4, address: `239.${192 + (d[12] & 3)}.${d[13]}.${d[14]}`, port },
    group6: { family: 6, address: `ff12::4a4d:${hex.slice(0, 4)}:${hex.slice(4)}`, port },
  };
}

/** The UUID of a sender in a session, as people write it. */
export function formatSessionUuid(sessionName: Uint8Array, senderId: number): string {
  const id = Buffer.alloc(16);
  id.set(sessionName, 0);
  id.writeUInt32LE(senderId, SESSION_NAME_BYTES);
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
}
