import { networkInterfaces } from 'node:os';
import { JamError } from '../errors.js';

/** What an interface is made of, as far as its name tells. */
export type InterfaceKind = 'loopback' | 'ethernet' | 'wifi' | 'thunderbolt' | 'other';

/** One address of one network interface that is up. An interface with several addresses appears once for each. */
export interface NetworkInterface {
  /** The system's name: `eth0`, `en0`, `Wi-Fi`. */
  readonly name: string;
  /** Numeric, without a zone. */
  readonly address: string;
  readonly family: 4 | 6;
  /** A loopback address, which no other machine reaches. */
  readonly internal: boolean;
  readonly netmask: string;
  /** Address and prefix length (`192.0.2.2/24`); null where the netmask is not a plain prefix. */
  readonly cidr: string | null;
  /** Numeric zone of an IPv6 address; 0 where the address needs none. */
  readonly scopeId?: number;
  readonly kind: InterfaceKind;
}

/** The addresses of this machine's interfaces that are up, as the system lists them now. */
export function listInterfaces(): NetworkInterface[] {
  const listed: NetworkInterface[] = [];
  for (const [name, addresses] of Object.entries(networkInterfaces())) {
    for (const each of addresses ?? []) {
      listed.push({
        name,
        address: each.address,
        family: each.family === 'IPv6' ? 6 : 4,
        internal: each.internal,
        netmask: each.netmask,
        cidr: each.cidr,
        ...(each.family === 'IPv6' ? { scopeId: each.scopeid } : {}),
        kind: interfaceKind(name, each.internal, process.platform),
      });
    }
  }
  return listed;
}

/**
 * The interfaces that are meant by names or addresses, in the order of `available`. A name stands for all addresses of the
 * interface, an address for itself; `lo` also stands for the loopback interface where that has another name. Nothing
 * wanted means everything.
 *
 * Throws JamError `no-such-interface`, which names what there is.
 */
export function selectInterfaces(
  wanted: readonly string[] | undefined,
  available: readonly NetworkInterface[],
): NetworkInterface[] {
  for (const each of wanted ?? []) {
    if (matching(each, available).length === 0) {
      throw new JamError(
        'no-such-interface',
        `no network interface is called "${each}" or has that address; there is ${describeInterfaces(available)}`,
      );
    }
  }
  return presentInterfaces(wanted, available);
}

/** {@link selectInterfaces} that passes over what is not there. */
export function presentInterfaces(
  wanted: readonly string[] | undefined,
  available: readonly NetworkInterface[],
): NetworkInterface[] {
  if (wanted === undefined || wanted.length === 0) return [...available];
  const selected = new Set(wanted.flatMap((each) => matching(each, available)));
  return available.filter((each) => selected.has(each));
}

/** `lo (127.0.0.1, ::1), eth0 (192.0.2.2)`, for messages. */
export function describeInterfaces(interfaces: readonly NetworkInterface[]): string {
  const byName = new Map<string, string[]>();
  for (const { name, address } of interfaces) {
    const addresses = byName.get(name);
    if (addresses === undefined) byName.set(name, [address]);
    else addresses.push(address);
  }
  const described = [...byName].map(([name, addresses]) => `${name} (${addresses.join(', ')})`);
  return described.length > 0 ? described.join(', ') : 'none that is up and has an address';
}

/**
 * A guess from the name. Linux and Windows names tell; on macOS Ethernet and Wi-Fi are both `en<number>`, so they are
 * `other`, and the Thunderbolt bridge is `bridge<number>`.
 */
export function interfaceKind(
  name: string,
  internal: boolean,
  platform: NodeJS.Platform,
): InterfaceKind {
  if (internal) return 'loopback';
  if (/^thunderbolt/i.test(name) || (platform === 'darwin' && /^bridge\d/.test(name))) {
    return 'thunderbolt';
  }
  if (/^(wl|wifi|wi-fi|ath\d)/i.test(name)) return 'wifi';
  if (platform !== 'darwin' && /^(eth|en[opsx]|em\d)/i.test(name)) return 'ethernet';
  return 'other';
}

function matching(wanted: string, available: readonly NetworkInterface[]): NetworkInterface[] {
  const byName = available.filter((each) => each.name === wanted);
  if (byName.length > 0) return byName;
  // A zone is the interface's business: `fe80::1%eth0` and `fe80::1` on eth0 are the same address here.
  const [address, zone] = wanted.toLowerCase().split('%');
  const byAddress = available.filter(
    (each) =>
      each.address.toLowerCase() === address &&
      (zone === undefined || zone === each.name.toLowerCase() || zone === String(each.scopeId)),
  );
  if (byAddress.length > 0) return byAddress;
  return wanted === 'lo' ? available.filter((each) => each.internal) : [];
}
