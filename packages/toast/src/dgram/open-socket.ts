import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { SocketBinding } from '@jamnet/wire/udp';

/** Where a socket's events go. Both are set before the socket is bound, so none is ever without a listener. */
export interface SocketEvents {
  readonly onMessage: (bytes: Buffer, from: RemoteInfo) => void;
  readonly onError: (error: Error) => void;
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

/** Asks for a send buffer; 0 bytes leaves the system's own. */
export function askForSendBuffer(socket: Socket, wantedBytes: number): void {
  askForBuffer((bytes) => socket.setSendBufferSize(bytes), wantedBytes);
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
