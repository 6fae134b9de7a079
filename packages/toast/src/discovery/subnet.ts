import type { Destination } from '@jamnet/wire';
import { type NetworkInterface, selectInterfaces } from '@jamnet/wire/udp';
import { readEndpoint } from '../endpoint.js';

/** Addresses of one IPv4 subnet, as numbers: both ends included. */
export interface Subnet {
  /** The address that this machine has there. */
  readonly own: number;
  readonly first: number;
  readonly last: number;
}

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/u;

/** An IPv4 address as a number; -1 where the text is none. */
export function ipv4Number(text: string): number {
  const parts = IPV4.exec(text);
  if (parts === null) return -1;
  let value = 0;
  for (const part of parts.slice(1)) {
    if (Number(part) > 255) return -1;
    value = value * 256 + Number(part);
  }
  return value;
}

export function ipv4Text(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** The subnets that the interfaces are on, each once. */
export function subnetsOf(interfaces: readonly NetworkInterface[]): Subnet[] {
  const subnets: Subnet[] = [];
  for (const { family, address, netmask } of interfaces) {
    const own = family === 4 ? ipv4Number(address) : -1;
    const mask = ipv4Number(netmask);
    if (own < 0 || mask < 0) continue;
    const size = 2 ** 32 - mask;
    const first = own - (own % size);
    if (subnets.some((each) => each.own === own)) continue;
    subnets.push({ own, first, last: first + size - 1 });
  }
  return subnets;
}

/** The subnet that an address lies on, and so is reached without a router. */
export function subnetAround(address: string, subnets: readonly Subnet[]): Subnet | undefined {
  const value = ipv4Number(address);
  return subnets.find(({ first, last }) => value >= first && value <= last);
}

/** Whether an address is this machine's: that of an interface, or of loopback. */
export function isOwnHost(address: string, subnets: readonly Subnet[]): boolean {
  const value = ipv4Number(address);
  return address.startsWith('127.') || subnets.some(({ own }) => own === value);
}

/** The first endpoint that is reached without a router, which is all that is believed of those that somebody claims to have. */
export function onLinkAddress(
  endpoints: readonly string[],
  subnets: readonly Subnet[],
): Destination | undefined {
  for (const text of endpoints) {
    const endpoint = readEndpoint(text);
    if (endpoint?.family === 4 && subnetAround(endpoint.address, subnets)) return endpoint;
  }
  return undefined;
}

/** The interfaces that are meant and there: one that is away comes back later. */
export function selectPresent(
  wanted: readonly string[] | undefined,
  available: readonly NetworkInterface[],
): NetworkInterface[] {
  if (wanted === undefined || wanted.length === 0) return [...available];
  const selected = new Set(
    wanted.flatMap((each) => {
      try {
        return selectInterfaces([each], available);
      } catch {
        return [];
      }
    }),
  );
  return available.filter((each) => selected.has(each));
}
