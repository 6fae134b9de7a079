import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { JamError } from '@jamnet/wire';

/** Where a socket's events go. Both are set before the socket is bound, so none is ever without a listener. */
export interface SocketEvents {
  readonly onMessage: (bytes: Buffer, from: RemoteInfo) => void;
  readonly onError: (error: Error) => void;
}

export interface SocketBinding {
  readonly family: 4 | 6;
  /** Numeric, with its zone where it needs one. */
  readonly address: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Shares the port with other sockets that were opened so. */
  readonly shared: boolean;
}

type LookupCallback = (error: null, address: string, family: number) => void;

/**
 * Addresses here are numeric. Node's own lookup puts such an address off to the next tick, with a closure and a tick
 * object for each datagram; this one answers at once, so the system call happens within `send`.
 */
const numericLookup4 = (address: string, _options: unknown, done: LookupCallback): void =>
  done(null, address, 4);
const numericLookup6 = (address: string, _options: unknown, done: LookupCallback): void =>
  done(null, address, 6);

/** Opens and binds a UDP socket. Rejects with the system's error, the socket closed. */
export function openSocket(binding: SocketBinding, events: SocketEvents): Promise<Socket> {
  const socket = createSocket({
    type: binding.family === 4 ? 'udp4' : 'udp6',
    reuseAddr: binding.shared,
    ipv6Only: binding.family === 6,
    lookup: (binding.family === 4 ? numericLookup4 : numericLookup6) as never,
  });
  socket.on('message', events.onMessage);
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      // The socket may still report while it closes.
      socket.on('error', () => {});
      socket.close();
      reject(error);
    };
    socket.once('error', fail);
    socket.bind({ address: binding.address, port: binding.port, exclusive: true }, () => {
      socket.off('error', fail);
      socket.on('error', events.onError);
      resolve(socket);
    });
  });
}

/** Resolves when the socket has let go of its port. */
export function closeSocket(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.close(() => resolve());
  });
}

/**
 * Asks for a receive buffer and tells how much of it was granted. Systems differ in how they refuse: Linux grants
 * what it allows and says double what it granted (it counts its own bookkeeping), macOS fails.
 */
export function grantReceiveBuffer(socket: Socket, wantedBytes: number): number {
  askForBuffer((bytes) => socket.setRecvBufferSize(bytes), wantedBytes);
  try {
    const reported = socket.getRecvBufferSize();
    return Math.min(process.platform === 'linux' ? reported >> 1 : reported, wantedBytes);
  } catch {
    return 0;
  }
}

const SEND_BUFFER_BYTES = 1024 * 1024;

/**
 * Linux keeps what is sent to a neighbour that does not answer for up to 3 s, up to 208 KiB for each, on the account of
 * the socket. Its default send buffer has just that size, so one unicast peer that was switched off would hold up
 * everything else that goes out by the socket, multicast too.
 */
export function widenSendBuffer(socket: Socket): void {
  askForBuffer((bytes) => socket.setSendBufferSize(bytes), SEND_BUFFER_BYTES);
}

function askForBuffer(ask: (bytes: number) => void, wantedBytes: number): void {
  for (let bytes = wantedBytes; bytes >= 4096; bytes >>= 1) {
    try {
      ask(bytes);
      return;
    } catch {
      // Half of it, then.
    }
  }
}

/** The system's code of an error (`EADDRINUSE`), or an empty string. */
export function errorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? '';
}

/** What a failed bind means to the caller; undefined when the code says nothing in particular. */
export function bindError(error: unknown, binding: SocketBinding): JamError | undefined {
  const where = `UDP port ${binding.port} on ${binding.address}`;
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new JamError(
        'port-in-use',
        `${where} is held by a program that does not share it; end that program, have it open the port with address ` +
          `reuse (SO_REUSEADDR; in Node createSocket({ reuseAddr: true })), or use a topic whose port is free`,
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
