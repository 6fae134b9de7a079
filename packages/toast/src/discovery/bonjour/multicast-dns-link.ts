import { loadMulticastDns, type MulticastDns } from './multicast-dns.js';
import { subnetAround, subnetsOf } from '../subnet.js';
import type { MdnsEvents, MdnsInterface, MdnsLink, MdnsPacket } from './mdns-link.js';

const GROUP = '224.0.0.251';
/** What is being sent when the link is closed has so long to go out. */
const LAST_WORDS_MS = 200;

/**
 * A link by the library `multicast-dns`, which is loaded when the first one is opened. It has one socket for each interface: the
 * interface that multicast leaves by is a setting of the socket.
 */
export async function openMulticastDns(on: MdnsInterface, events: MdnsEvents): Promise<MdnsLink> {
  const createMulticastDns = await loadMulticastDns();
  const mdns = createMulticastDns({ interface: on.address, bind: bindAddress(process.platform) });
  // Without a listener, an error would end the process.
  mdns.on('error', (error) => events.onFailure(error.message));
  mdns.on('warning', (error) => {
    if (isOfSystem(error)) events.onFailure(error.message);
    else events.onMalformed();
  });
  await new Promise<void>((resolve, reject) => {
    mdns.on('ready', resolve);
    mdns.on('error', reject);
  }).catch((error: unknown) => {
    mdns.destroy();
    throw error;
  });
  // RFC 6762, section 11: only neighbours are believed. On Linux a socket also gets what others have joined for, on any interface.
  const subnets = subnetsOf([{ ...on, family: 4, internal: false, cidr: null, kind: 'other' }]);
  const listen =
    (handle: (packet: MdnsPacket) => void) => (packet: unknown, from: { address: string }) => {
      if (subnetAround(from.address, subnets) === undefined) return;
      try {
        handle(packet as MdnsPacket);
      } catch {
        events.onMalformed();
      }
    };
  mdns.on(
    'query',
    listen((packet) => events.onQuery(packet)),
  );
  mdns.on(
    'response',
    listen((packet) => events.onResponse(packet)),
  );
  return new LibraryLink(mdns, events);
}

/**
 * Bound to the group, a socket leaves alone the unicast answers that the system's own service on this port waits for. Others than
 * Linux do not send by such a socket.
 */
function bindAddress(platform: NodeJS.Platform): string {
  return platform === 'linux' ? GROUP : '0.0.0.0';
}

/** Errors of the system have a code; those of packets do not. */
function isOfSystem(error: Error): boolean {
  return 'syscall' in error || 'errno' in error;
}

class LibraryLink implements MdnsLink {
  readonly #mdns: MulticastDns;
  readonly #events: MdnsEvents;
  readonly #sending = new Set<Promise<void>>();
  #closing: Promise<void> | undefined;

  constructor(mdns: MulticastDns, events: MdnsEvents) {
    this.#mdns = mdns;
    this.#events = events;
  }

  query(questions: Parameters<MdnsLink['query']>[0]): boolean {
    return this.#send((done) => this.#mdns.query({ questions: [...questions] }, done));
  }

  respond(...[answers, additionals]: Parameters<MdnsLink['respond']>): boolean {
    const packet = { answers: [...answers], additionals: [...additionals] };
    return this.#send((done) => this.#mdns.respond(packet, done));
  }

  #send(send: (done: (error?: Error | null) => void) => void): boolean {
    if (this.#closing !== undefined) return false;
    let sent = (): void => {};
    const sending = new Promise<void>((resolve) => (sent = resolve));
    this.#sending.add(sending);
    void sending.then(() => this.#sending.delete(sending));
    try {
      send((error) => {
        if (error) this.#events.onFailure(error.message);
        sent();
      });
      return true;
    } catch (error) {
      this.#events.onFailure((error as Error).message);
      sent();
      return false;
    }
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const longEnough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LAST_WORDS_MS);
    });
    await Promise.race([Promise.all(this.#sending), longEnough]);
    clearTimeout(timer);
    await new Promise<void>((resolve) => this.#mdns.destroy(() => resolve()));
  }
}
