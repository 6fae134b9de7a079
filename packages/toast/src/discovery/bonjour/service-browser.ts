import type { SessionCore } from '../../session/session-core.js';
import type { PeerBook } from '../peer-book.js';
import type { MdnsLink, MdnsPacket, MdnsRecord } from './mdns-link.js';
import { readTexts, SERVICE_TYPE } from './records.js';

/** Takes what multicast DNS says of others into the book of peers. */
export interface ServiceBrowser {
  /** Reads a response; asks by `link` for what is missing in it. */
  read(packet: MdnsPacket, link: MdnsLink): void;
}

/** No packet of the multicast DNS of one interface holds more that is meant well. */
const MOST_RECORDS = 256;
const MOST_INSTANCES = 1024;
const MOST_TTL_S = 120;
/** What is missing is asked for so often, and so much of it. */
const ASK_GAP_NS = 1e9;
const MOST_ASKED = 16;

export function createServiceBrowser(
  core: SessionCore,
  book: PeerBook,
  malformed: () => void,
): ServiceBrowser {
  return new Browser(core, book, malformed);
}

class Browser implements ServiceBrowser {
  /** Whose instance it is: a pointer that says goodbye has the name alone. */
  readonly #senders = new Map<string, number>();
  #askedNs = -Infinity;

  constructor(
    readonly core: SessionCore,
    readonly book: PeerBook,
    readonly malformed: () => void,
  ) {}

  read({ answers, additionals }: MdnsPacket, link: MdnsLink): void {
    const nowNs = this.core.clock.nowNs();
    const records = [...answers, ...additionals];
    if (records.length > MOST_RECORDS) {
      this.malformed();
      records.length = MOST_RECORDS;
    }
    const missing: string[] = [];
    for (const record of records) {
      if (record.type === 'TXT' && isInstance(record.name)) this.#readService(record, nowNs);
    }
    for (const { type, name, data, ttl } of records) {
      if (type !== 'PTR' || String(name).toLowerCase() !== SERVICE_TYPE) continue;
      if (!isInstance(data)) this.malformed();
      else if (ttl === 0) this.#goodbye(data, nowNs);
      else if (!this.#senders.has(data.toLowerCase())) missing.push(data);
    }
    if (missing.length === 0 || nowNs - this.#askedNs < ASK_GAP_NS) return;
    this.#askedNs = nowNs;
    link.query(missing.slice(0, MOST_ASKED).map((name) => ({ name, type: 'TXT' })));
  }

  #readService({ name, data, ttl = 0 }: MdnsRecord, nowNs: number): void {
    if (ttl === 0) {
      this.#goodbye(name, nowNs);
      return;
    }
    const info = readTexts(data);
    if (info === undefined) {
      this.malformed();
      return;
    }
    if (this.core.identity.isOwn(info.senderId, nowNs)) return;
    const key = name.toLowerCase();
    if (!this.#senders.has(key) && this.#senders.size >= MOST_INSTANCES) this.#makeRoom();
    this.#senders.set(key, info.senderId);
    const untilNs = nowNs + Math.min(ttl, MOST_TTL_S) * 1e9;
    this.book.learn({ ...info, way: 'bonjour', nowNs, untilNs });
  }

  /** Lets go of the one that was heard of first. */
  #makeRoom(): void {
    for (const oldest of this.#senders.keys()) {
      this.#senders.delete(oldest);
      return;
    }
  }

  #goodbye(instance: string, nowNs: number): void {
    const key = instance.toLowerCase();
    const senderId = this.#senders.get(key);
    if (senderId === undefined) return;
    this.#senders.delete(key);
    this.book.forgetRecords(senderId, nowNs);
  }
}

function isInstance(name: unknown): name is string {
  return typeof name === 'string' && name.toLowerCase().endsWith(`.${SERVICE_TYPE}`);
}
