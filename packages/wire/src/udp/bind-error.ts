import { JamError } from '../errors.js';
import type { SocketBinding } from './socket-driver.js';

/** What a failed bind means to the caller; undefined when the code says nothing in particular. */
export function bindError(error: unknown, binding: SocketBinding): JamError | undefined {
  const where = `UDP port ${binding.port} on ${binding.address}`;
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'EADDRINUSE':
      return new JamError(
        'port-in-use',
        binding.shared
          ? `${where} is held by a program that does not share it; end that program, have it open the port with address ` +
              `reuse (SO_REUSEADDR; in Node createSocket({ reuseAddr: true })), or use a topic whose port is free`
          : `${where} is taken; choose another one, or 0 for any that is free`,
        { cause: error },
      );
    case 'EACCES':
    case 'EPERM':
      return new JamError(
        'not-permitted',
        `the system does not let this program open ${where}; ports below 1024 need privileges, and a sandbox or ` +
          `firewall may forbid others`,
        { cause: error },
      );
    default:
      return undefined;
  }
}
