import type { SimulatedNetwork } from '@jamnet/testkit';
import {
  DESCRIPTOR_BYTES,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_OFFSET,
  DESCRIPTOR_PEER,
  type Clock,
} from '@jamnet/wire';
import type { NetworkInterface } from '@jamnet/wire/udp';
import type { MdnsEvents, MdnsPacket, OpenMdns } from '../../src/discovery/bonjour/mdns-link.js';
import type { OpenProbeSocket } from '../../src/discovery/scan/probe-socket.js';
import type { Surroundings } from '../../src/discovery/surroundings.js';

export function interfaceAt(address: string, prefix = 24, name = 'eth0'): NetworkInterface {
  const mask = prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
  const netmask = [24, 16, 8, 0].map((shift) => (mask >>> shift) & 255).join('.');
  return {
    name,
    address,
    family: 4,
    internal: false,
    netmask,
    cidr: `${address}/${prefix}`,
    kind: 'other',
  };
}

/** A host of the simulated LAN: its sockets for scans, and multicast DNS that may be there or not. */
export function surroundingsOf(
  network: SimulatedNetwork,
  clock: Clock,
  interfaces: readonly NetworkInterface[],
  openMdns: OpenMdns = () => Promise.reject(new Error('no multicast DNS here')),
): Surroundings {
  const address = interfaces[0]!.address;
  const openProbeSocket: OpenProbeSocket = async (port, handler) => {
    const inner = network.createPort({ address, ...(port > 0 && { port }) });
    inner.onBatch((view, descriptors, count) => {
      for (let at = 0; at < count * DESCRIPTOR_BYTES; at += DESCRIPTOR_BYTES) {
        const offset = descriptors.getUint32(at + DESCRIPTOR_OFFSET, true);
        const length = descriptors.getUint16(at + DESCRIPTOR_LENGTH, true);
        const from = inner.source(descriptors.getUint16(at + DESCRIPTOR_PEER, true))!;
        handler(view, offset, length, from, clock.nowNs());
      }
    });
    return {
      send: (bytes, length, to) => inner.send(bytes, 0, length, to, 0),
      close: () => inner.close(),
    };
  };
  return { interfaces: () => interfaces, ownHost: address, openProbeSocket, openMdns };
}

/** Multicast DNS between the links that are opened on it: each packet reaches all others at once, as it would come off the wire. */
export function createMdnsCable() {
  const links = new Set<MdnsEvents>();
  const said: { readonly kind: 'query' | 'response'; readonly packet: MdnsPacket }[] = [];
  const deliver = (from: MdnsEvents, kind: 'query' | 'response', packet: MdnsPacket): boolean => {
    if (!links.has(from)) return false;
    said.push({ kind, packet });
    for (const each of links) {
      if (each === from) continue;
      if (kind === 'query') each.onQuery(packet);
      else each.onResponse(packet);
    }
    return true;
  };
  const openMdns: OpenMdns = async (_on, events) => {
    links.add(events);
    return {
      query: (questions) => deliver(events, 'query', { questions, answers: [], additionals: [] }),
      respond: (answers, additionals) =>
        deliver(events, 'response', { questions: [], answers, additionals }),
      close: async () => void links.delete(events),
    };
  };
  /** Something that no process of ours has said. */
  const inject = (packet: Partial<MdnsPacket>): void => {
    for (const each of links)
      each.onResponse({ questions: [], answers: [], additionals: [], ...packet });
  };
  return { openMdns, said, inject, links };
}
