import type { Destination } from '@jamnet/wire';
import { InvalidArgumentError } from 'commander';

const WORD = /^(?:\[([0-9a-fA-F:.]+(?:%[\w.-]+)?)\]|(\d{1,3}(?:\.\d{1,3}){3})):(\d{1,5})$/;

/** Checks `192.168.1.20:20123` or `[fe80::1%eth0]:20123` and hands it on as it is. Names are not looked up: no DNS. */
export function parsePeer(text: string): string {
  const match = WORD.exec(text);
  const port = match ? Number(match[3]) : 0;
  const octets = match?.[2]?.split('.') ?? [];
  if (!match || port < 1 || port > 65_535 || octets.some((octet) => Number(octet) > 255)) {
    throw new InvalidArgumentError(
      'Write a numeric address and a port, such as 192.168.1.20:20123 or [fe80::1%eth0]:20123.',
    );
  }
  return text;
}

/** An address and port as {@link parsePeer} takes them. */
export function formatEndpoint({ family, address, port }: Destination): string {
  return family === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}

/** For options that may be given several times. */
export function collect<T>(parse: (text: string) => T) {
  return (text: string, before: readonly T[] | undefined): T[] => [...(before ?? []), parse(text)];
}

/** An interface's name or one of its addresses: checked against what exists when it is used. */
export function parseInterface(text: string): string {
  if (text.trim() === '')
    throw new InvalidArgumentError('Write a name or an address of an interface.');
  return text.trim();
}
