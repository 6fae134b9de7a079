import { type Destination, JamError } from '@jamnet/wire';

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!:)|(?=:))){4}:(\d{1,5})$/u;
const IPV6 = /^\[([0-9A-Fa-f:.]+(?:%[^\]\s]+)?)\]:(\d{1,5})$/u;

/** Reads `a.b.c.d:port` or `[v6]:port`. Throws JamError `bad-option`: names are not looked up. */
export function parseEndpoint(text: string): Destination {
  const four = IPV4.exec(text);
  const six = four === null ? IPV6.exec(text) : null;
  const port = Number(four?.[1] ?? six?.[2] ?? 0);
  if ((four === null && six === null) || port < 1 || port > 65535) {
    throw new JamError(
      'bad-option',
      `'${text}' is not an address and port: write 192.168.1.20:5004 or [fe80::1%eth0]:5004`,
    );
  }
  return four !== null
    ? { family: 4, address: text.slice(0, text.lastIndexOf(':')), port }
    : { family: 6, address: (six as RegExpExecArray)[1], port };
}
