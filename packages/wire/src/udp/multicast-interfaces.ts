import type { NetworkInterface } from './interfaces.js';

/** One interface as the multicast options of a socket name it. */
export interface MulticastInterface {
  readonly name: string;
  readonly internal: boolean;
  /** What memberships and IP_MULTICAST_IF take: an IPv4 address, or `::%zone`. */
  readonly selector: string;
  /** Zone of IPv6 addresses on it; empty for IPv4. */
  readonly zone: string;
  /** The system's number, where its addresses tell: a device that was taken out and put back has another one. */
  readonly index?: number;
}

/** Whether memberships and settings that were made for one still hold for the other. */
export function isSameInterface(a: MulticastInterface, b: MulticastInterface): boolean {
  if (a.name !== b.name || a.selector !== b.selector) return false;
  return a.index === undefined || b.index === undefined || a.index === b.index;
}

/** An address and the zone after its `%`, which is empty where there is none. */
export function splitZone(address: string): readonly [address: string, zone: string] {
  const at = address.indexOf('%');
  return at < 0 ? [address, ''] : [address.slice(0, at), address.slice(at + 1)];
}

/** Whether a numeric address is a multicast group: 224.0.0.0/4 or ff00::/8. */
export function isMulticast(address: string, family: 4 | 6): boolean {
  if (family === 6) return /^ff[0-9a-f]{2}:/i.test(address);
  const first = /^(\d{1,3})\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.exec(address)?.[1];
  return first !== undefined && Number(first) >= 224 && Number(first) <= 239;
}

/** Whether an IPv6 group means something on one interface only (interface-local or link-local scope). */
export function isZoned(group: string): boolean {
  return /^ff[0-9a-f][12]:/i.test(group);
}

/**
 * The interfaces that groups are joined on: each once, whatever number of addresses it has. IPv6 multicast does not work on
 * loopback (joining succeeds on Linux, and nothing ever arrives), so it is left out there.
 */
export function joinInterfaces(
  selected: readonly NetworkInterface[],
  family: 4 | 6,
  platform: NodeJS.Platform = process.platform,
): MulticastInterface[] {
  const byName = new Map<string, MulticastInterface>();
  for (const each of selected) {
    if (each.family !== family || byName.has(each.name)) continue;
    if (family === 6 && each.internal) continue;
    // Windows knows zones by number only.
    const zone = family === 4 ? '' : platform === 'win32' ? String(each.scopeId ?? 0) : each.name;
    // Windows lists the addresses of an interface in any order, and those of global scope have no zone.
    if (zone === '0') continue;
    const selector = family === 4 ? each.address : `::%${zone}`;
    const index = selected.find((other) => other.name === each.name && other.scopeId)?.scopeId;
    byName.set(each.name, {
      name: each.name,
      internal: each.internal,
      selector,
      zone,
      ...(index === undefined ? {} : { index }),
    });
  }
  return [...byName.values()];
}

/**
 * The interfaces that a datagram to a group goes out on, once each: all but loopback, or loopback where there is no other. What
 * is sent to the network comes back to this machine anyway.
 */
export function sendInterfaces(
  selected: readonly NetworkInterface[],
  family: 4 | 6,
  platform: NodeJS.Platform = process.platform,
): MulticastInterface[] {
  const all = joinInterfaces(selected, family, platform);
  const external = all.filter((each) => !each.internal);
  return external.length > 0 ? external : all.slice(0, 1);
}

/**
 * The addresses that peers can reach this machine by: those that other machines can use, loopback where there is none.
 * A link-local IPv6 address counts only on an interface that has no better one; its zone is this machine's.
 */
export function endpointAddresses(
  selected: readonly NetworkInterface[],
  family: 4 | 6,
  platform: NodeJS.Platform = process.platform,
): string[] {
  const own = selected.filter((each) => each.family === family);
  const better = own.filter((each) => !each.internal && !isLinkLocal(each));
  const linkLocal = own.filter(
    (each) => isLinkLocal(each) && !better.some((other) => other.name === each.name),
  );
  const usable = [
    ...better.map((each) => each.address),
    ...linkLocal.map(
      (each) => `${each.address}%${platform === 'win32' ? (each.scopeId ?? 0) : each.name}`,
    ),
  ];
  return usable.length > 0 ? usable : own.map((each) => each.address);
}

function isLinkLocal(address: NetworkInterface): boolean {
  return address.family === 6 && /^fe[89ab]/i.test(address.address);
}
