import { readEndpoint } from '../../endpoint.js';
import type { MdnsRecord } from './mdns-link.js';

/** What DNS-SD says of a process (spec/toast/v2, section 8). */
export interface ServiceInfo {
  readonly senderId: number;
  readonly name: string;
  readonly clockId: string;
  readonly endpoints: readonly string[];
  readonly topics: readonly string[];
}

export const SERVICE_TYPE = '_toast._udp.local';
export const ALL_SERVICES = '_services._dns-sd._udp.local';
/** Seconds that others may keep what they hear: it is said again three times as often. */
export const RECORD_TTL_S = 60;

const MOST_TXT_BYTES = 900;
/** More than the writer uses: a later version may say more. */
const MOST_READ_BYTES = 4096;
const MOST_STRINGS = 128;
const MOST_NAME_BYTES = 200;
const LABEL_BYTES = 63;

/** All records of a service: the pointer from its type, where it is, and what it says. */
export interface ServiceRecords {
  readonly instance: string;
  readonly host: string;
  readonly pointer: MdnsRecord;
  readonly details: readonly MdnsRecord[];
}

/** A ttl of 0 says goodbye. */
export function recordsOf(info: ServiceInfo, ttl: number = RECORD_TTL_S): ServiceRecords {
  const id = hexId(info.senderId);
  const instance = `${label(info.name, id)}.${SERVICE_TYPE}`;
  const host = `jamnet-${id}.local`;
  const endpoints = info.endpoints.flatMap((text) => readEndpoint(text) ?? []);
  const srv = { priority: 0, weight: 0, port: endpoints[0]?.port ?? 9, target: host };
  return {
    instance,
    host,
    pointer: { name: SERVICE_TYPE, type: 'PTR', ttl, data: instance },
    details: [
      { name: instance, type: 'SRV', ttl, flush: true, data: srv },
      { name: instance, type: 'TXT', ttl, flush: true, data: textsOf(info, id) },
      ...endpoints.map(({ family, address }) => ({
        name: host,
        type: family === 4 ? 'A' : 'AAAA',
        ttl,
        flush: true,
        data: address.split('%')[0]!,
      })),
    ],
  };
}

function hexId(senderId: number): string {
  return senderId.toString(16).padStart(8, '0');
}

/** A label is at most 63 bytes, and the library takes a dot for its end. */
function label(name: string, id: string): string {
  return `${cut(name.replaceAll('.', '-'), LABEL_BYTES - id.length - 1)} ${id}`.trim();
}

function cut(text: string, bytes: number): string {
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > bytes) break;
    kept += character;
  }
  return kept;
}

function textsOf({ name, clockId, endpoints, topics }: ServiceInfo, id: string): Buffer[] {
  const texts = ['txtvers=1', `id=${id}`, `ck=${clockId}`, `nm=${cut(name, MOST_NAME_BYTES)}`];
  texts.push(...endpoints.map((endpoint, i) => `ep${i}=${endpoint}`));
  let bytes = texts.reduce((sum, text) => sum + 1 + Buffer.byteLength(text), 0);
  for (const [i, topic] of topics.entries()) {
    const text = `tp${i}=${topic}`;
    bytes += 1 + Buffer.byteLength(text);
    if (bytes > MOST_TXT_BYTES) break;
    texts.push(text);
  }
  return texts.map((text) => Buffer.from(text));
}

/** Reads the strings of a TXT record from the network; undefined where they are not what they should be. */
export function readTexts(data: unknown): ServiceInfo | undefined {
  const strings = Array.isArray(data) ? (data as unknown[]) : [data];
  if (strings.length > MOST_STRINGS) return undefined;
  const values = new Map<string, string>();
  let bytes = 0;
  for (const each of strings) {
    if (!(each instanceof Uint8Array)) return undefined;
    bytes += each.length;
    if (bytes > MOST_READ_BYTES) return undefined;
    const text = Buffer.from(each).toString('utf8');
    const at = text.indexOf('=');
    // The first of a name counts (RFC 6763, section 6.4), whatever its case.
    const key = text.slice(0, Math.max(0, at)).toLowerCase();
    if (key !== '' && !values.has(key)) values.set(key, text.slice(at + 1));
  }
  const id = values.get('id') ?? '';
  const clockId = values.get('ck') ?? '';
  const topics = numbered(values, 'tp', 64);
  if (values.get('txtvers') !== '1' || !/^[0-9a-f]{8}$/iu.test(id)) return undefined;
  if (!/^([0-9a-f]{8})?$/iu.test(clockId) || topics.length === 0) return undefined;
  return {
    senderId: Number.parseInt(id, 16),
    name: [...(values.get('nm') ?? '')].slice(0, 64).join(''),
    clockId,
    endpoints: numbered(values, 'ep', 4),
    topics,
  };
}

function numbered(values: ReadonlyMap<string, string>, key: string, most: number): string[] {
  const list: string[] = [];
  for (let i = 0; i < most; i++) {
    const value = values.get(`${key}${i}`);
    if (value === undefined) break;
    list.push(value);
  }
  return list;
}
