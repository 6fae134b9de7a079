import { type Destination, JamError } from '@jamnet/wire';

const OCTET = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const IPV4 = new RegExp(String.raw`^(${OCTET}(?:\.${OCTET}){3}):(\d{1,5})$`, 'u');
const IPV6 = /^\[([0-9A-Fa-f:.]+)(%[^\]\s]+)?\]:(\d{1,5})$/u;

/** Reads `a.b.c.d:port` or `[v6]:port`, the latter with a zone where it needs one. Throws JamError `bad-option`: names are not looked up. */
export function parseEndpoint(text: string): Destination {
  const destination = typeof text === 'string' ? readEndpoint(text) : undefined;
  if (destination === undefined) {
    throw new JamError(
      'bad-option',
      `'${text}' is not an address and port: write 192.168.1.20:5004 or [fe80::1%eth0]:5004`,
    );
  }
  return destination;
}

/** As {@link parseEndpoint}, for what comes from the network: undefined where it is none. */
export function readEndpoint(text: string): Destination | undefined {
  const four = IPV4.exec(text);
  if (four !== null) return destinationOf(4, four[1], Number(four[2]));
  const six = IPV6.exec(text);
  // The parser of URLs knows what an IPv6 address is, and looks nothing up.
  if (six === null || !URL.canParse(`udp://[${six[1]}]`)) return undefined;
  return destinationOf(6, six[1] + (six[2] ?? ''), Number(six[3]));
}

function destinationOf(family: 4 | 6, address: string, port: number): Destination | undefined {
  return port >= 1 && port <= 65535 ? { family, address, port } : undefined;
}
