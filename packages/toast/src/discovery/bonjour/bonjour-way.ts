import type { TimerId } from '@jamnet/wire';
import type { NetworkInterface } from '@jamnet/wire/udp';
import { endpointTexts, type SessionCore } from '../../session/session-core.js';
import type { PeerBook } from '../peer-book.js';
import { createServiceBrowser, type ServiceBrowser } from './service-browser.js';
import type { MdnsEvents, MdnsLink, MdnsPacket, OpenMdns } from './mdns-link.js';
import {
  ALL_SERVICES,
  RECORD_TTL_S,
  recordsOf,
  SERVICE_TYPE,
  type ServiceInfo,
  type ServiceRecords,
} from './records.js';

export interface BonjourParts {
  readonly core: SessionCore;
  readonly book: PeerBook;
  readonly openMdns: OpenMdns;
  topics(): readonly string[];
  /** Those that are meant and there. */
  interfaces(): readonly NetworkInterface[];
  notice(text: string): void;
}

export interface BonjourStats {
  /** Interfaces that multicast DNS is spoken on. */
  readonly links: number;
  /** Packets and records that were not what they should be. */
  readonly malformed: number;
  /** What the system refused. */
  readonly failures: number;
}

/** Finds by DNS-SD over multicast DNS, and is found by it while on a topic. */
export interface BonjourWay {
  start(): Promise<void>;
  /** What this process takes part in has changed. */
  announce(): void;
  stats(): BonjourStats;
  /** Says goodbye. */
  close(): Promise<void>;
}

const FOLLOW_INTERVAL_NS = 2e9;
/** RFC 6762, section 8.3: news is said twice. */
const AGAIN_NS = 1e9;
const REPEAT_NS = (RECORD_TTL_S / 3) * 1e9;
/** Answers are spread, and one answers all who have asked meanwhile (RFC 6762, section 6). */
const ANSWER_AFTER_NS = 20e6;
const ANSWER_WITHIN_NS = 60e6;
/** RFC 6762, section 5.2: each time after three times as long, and once a minute in the end. */
const FIRST_QUERY_AGAIN_NS = 1e9;
const LONGEST_QUERY_NS = 60e9;
const MOST_LINKS = 16;

export function createBonjourWay(parts: BonjourParts): BonjourWay {
  return new Responder(parts);
}

interface Opened {
  readonly link: MdnsLink;
  answerTimer: TimerId;
}

class Responder implements BonjourWay {
  readonly #parts: BonjourParts;
  readonly #browser: ServiceBrowser;
  /** By interface and address. */
  readonly #links = new Map<string, Opened>();
  /** What was told about links that cannot be had, once each. */
  readonly #refused = new Set<string>();
  readonly #timers: Record<'follow' | 'repeat' | 'query', TimerId> = {
    follow: 0,
    repeat: 0,
    query: 0,
  };
  #following: Promise<void> | undefined;
  #published: ServiceRecords | undefined;
  #queryWaitNs = FIRST_QUERY_AGAIN_NS;
  #malformed = 0;
  #failures = 0;
  #closed = false;

  constructor(parts: BonjourParts) {
    this.#parts = parts;
    this.#browser = createServiceBrowser(parts.core, parts.book, () => this.#malformed++);
  }

  async start(): Promise<void> {
    await this.#follow();
    this.#query();
  }

  #after(timer: 'follow' | 'repeat' | 'query', waitNs: number, run: () => void): void {
    const { clock, timers } = this.#parts.core;
    timers.cancel(this.#timers[timer]);
    if (!this.#closed) this.#timers[timer] = timers.schedule(clock.nowNs() + waitNs, run);
  }

  /** Opens a link on each interface that has come, and lets go of those of interfaces that have gone. */
  #follow(): Promise<void> {
    this.#after('follow', FOLLOW_INTERVAL_NS, () => void this.#follow());
    this.#following ??= this.#followNow().finally(() => (this.#following = undefined));
    return this.#following;
  }

  async #followNow(): Promise<void> {
    const wanted = new Map(
      mdnsInterfaces(this.#parts.interfaces()).map((each) => [keyOf(each), each]),
    );
    for (const [key, opened] of this.#links) {
      if (wanted.has(key)) continue;
      this.#links.delete(key);
      this.#parts.core.timers.cancel(opened.answerTimer);
      await opened.link.close();
    }
    for (const [key, each] of wanted) {
      if (this.#closed || this.#links.has(key) || this.#links.size >= MOST_LINKS) continue;
      try {
        await this.#open(key, each);
      } catch (error) {
        this.#refuse(each.name, (error as Error).message);
      }
    }
  }

  async #open(key: string, each: NetworkInterface): Promise<void> {
    const own: { opened?: Opened } = {};
    const events: MdnsEvents = {
      onQuery: (packet) => {
        if (own.opened !== undefined) this.#asked(packet, own.opened);
      },
      onResponse: (packet) => {
        if (own.opened !== undefined) this.#browser.read(packet, own.opened.link);
      },
      onMalformed: () => void this.#malformed++,
      onFailure: (reason) => this.#refuse(each.name, reason),
    };
    const link = await this.#parts.openMdns(each, events);
    if (this.#closed) return void (await link.close());
    own.opened = { link, answerTimer: 0 };
    this.#links.set(key, own.opened);
    // An interface that has come up later is news for whoever is there.
    link.query([{ name: SERVICE_TYPE, type: 'PTR' }]);
    if (this.#published !== undefined) say(link, this.#published);
  }

  #refuse(name: string, reason: string): void {
    this.#failures++;
    const text = `DNS-SD (UDP port 5353) on ${name}: ${reason}`;
    if (this.#refused.has(text) || this.#refused.size >= MOST_LINKS) return;
    this.#refused.add(text);
    this.#parts.notice(text);
  }

  #query(): void {
    if (this.#closed) return;
    for (const { link } of this.#links.values()) link.query([{ name: SERVICE_TYPE, type: 'PTR' }]);
    this.#after('query', this.#queryWaitNs, () => this.#query());
    this.#queryWaitNs = Math.min(LONGEST_QUERY_NS, this.#queryWaitNs * 3);
  }

  announce(): void {
    if (this.#closed) return;
    const before = this.#published;
    const topics = this.#parts.topics();
    this.#published = topics.length === 0 ? undefined : recordsOf(this.#info(topics));
    if (before !== undefined && this.#published?.instance !== before.instance)
      this.#sayGoodbye(before);
    if (this.#published === undefined) this.#after('repeat', REPEAT_NS, () => {});
    else this.#publish(AGAIN_NS);
  }

  #info(topics: readonly string[]): ServiceInfo {
    const { identity, port } = this.#parts.core;
    const { senderId, name, clockId } = identity;
    return { senderId, name, clockId, endpoints: endpointTexts(port), topics };
  }

  #publish(thenAfterNs: number): void {
    const topics = this.#parts.topics();
    if (this.#closed || topics.length === 0) return;
    // Endpoints and id may be others by now.
    this.#published = recordsOf(this.#info(topics));
    for (const { link } of this.#links.values()) say(link, this.#published);
    this.#after('repeat', thenAfterNs, () => this.#publish(REPEAT_NS));
  }

  #sayGoodbye({ pointer, details }: ServiceRecords): void {
    const gone = [pointer, ...details].map((record) => ({ ...record, ttl: 0 }));
    for (const { link } of this.#links.values()) link.respond(gone, []);
  }

  #asked(packet: MdnsPacket, opened: Opened): void {
    const published = this.#published;
    if (published === undefined || this.#closed || opened.answerTimer !== 0) return;
    const own = new Set(
      [SERVICE_TYPE, published.instance, published.host].map((name) => name.toLowerCase()),
    );
    const isOurs = packet.questions.some(({ name }) => own.has(String(name).toLowerCase()));
    const isAll = packet.questions.some(({ name }) => String(name).toLowerCase() === ALL_SERVICES);
    if (!isOurs && !isAll) return;
    const { clock, timers, random } = this.#parts.core;
    const atNs = clock.nowNs() + ANSWER_AFTER_NS + random() * ANSWER_WITHIN_NS;
    opened.answerTimer = timers.schedule(atNs, () => {
      opened.answerTimer = 0;
      if (this.#published === undefined) return;
      if (isOurs) say(opened.link, this.#published);
      else {
        const { ttl } = this.#published.pointer;
        opened.link.respond([{ name: ALL_SERVICES, type: 'PTR', ttl, data: SERVICE_TYPE }], []);
      }
    });
  }

  stats(): BonjourStats {
    return { links: this.#links.size, malformed: this.#malformed, failures: this.#failures };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const { timers } = this.#parts.core;
    for (const timer of Object.values(this.#timers)) timers.cancel(timer);
    if (this.#published !== undefined) this.#sayGoodbye(this.#published);
    this.#published = undefined;
    await this.#following;
    for (const { answerTimer } of this.#links.values()) timers.cancel(answerTimer);
    await Promise.all([...this.#links.values()].map(({ link }) => link.close()));
    this.#links.clear();
  }
}

function say(link: MdnsLink, { pointer, details }: ServiceRecords): void {
  link.respond([pointer, ...details], []);
}

function keyOf({ name, address }: NetworkInterface): string {
  return `${name} ${address}`;
}

/** One IPv4 address of each interface; loopback where there is no other. */
function mdnsInterfaces(interfaces: readonly NetworkInterface[]): NetworkInterface[] {
  const four = interfaces.filter(({ family }) => family === 4);
  const first = four.filter(({ name }, i) => four.findIndex((each) => each.name === name) === i);
  const external = first.filter(({ internal }) => !internal);
  return external.length > 0 ? external : first;
}
