import { networkInterfaces } from 'node:os';

/** Names of the interfaces that there are now, loopback too: rooms of one machine meet there. */
export function interfaceNames(): string[] {
  return Object.entries(networkInterfaces())
    .filter(([, addresses]) => addresses?.some(({ family }) => family === 'IPv4'))
    .map(([name]) => name)
    .sort();
}
