import type { Socket } from 'node:dgram';
import { JamError } from '@jamnet/wire';
import type { NetworkInterface } from '../interfaces.js';
import { type MulticastInterface, sendInterfaces } from './multicast-interfaces.js';
import {
  bindError,
  closeSocket,
  openSocket,
  type SocketEvents,
  widenSendBuffer,
} from './open-socket.js';
import type { MulticastSender, Senders } from './routes.js';
import { createSendSocket, type SentHandler } from './send-socket.js';

/** The sockets of one family that datagrams leave by. The first is the one that is announced. */
export interface OpenedSenders {
  readonly senders: Senders;
  readonly sockets: readonly Socket[];
  readonly failures: readonly string[];
}

/** Routers do not pass multicast on: a session is one LAN. */
const MULTICAST_TTL = 1;

/**
 * Opens the unicast socket of a family and, where multicast goes out on several interfaces, one more for each after the
 * first: the outgoing interface is a setting of the socket, and changing it for each datagram would cost a system call.
 *
 * Rejects with a JamError when there can be no socket of this family.
 */
export async function openSenders(
  family: 4 | 6,
  selected: readonly NetworkInterface[],
  unicastPort: number,
  events: SocketEvents,
  onSent: SentHandler,
): Promise<OpenedSenders> {
  const first = await openUnicast(family, unicastPort, events);
  const unicast = createSendSocket(first, onSent);
  const sockets = [first];
  const multicast: MulticastSender[] = [];
  const failures: string[] = [];
  for (const each of sendInterfaces(selected, family)) {
    let socket = first;
    try {
      if (multicast.length > 0) socket = await openUnicast(family, 0, events);
      setOutgoing(socket, each);
    } catch (error) {
      failures.push(`${each.name} (${each.selector}): ${(error as Error).message}`);
      if (socket !== first) await closeSocket(socket);
      continue;
    }
    if (socket !== first) sockets.push(socket);
    multicast.push({
      socket: socket === first ? unicast : createSendSocket(socket, onSent),
      name: each.name,
      zone: each.zone,
    });
  }
  return { senders: { unicast, multicast }, sockets, failures };
}

/** `port` 0 takes any free one. */
async function openUnicast(family: 4 | 6, port: number, events: SocketEvents): Promise<Socket> {
  const address = family === 4 ? '0.0.0.0' : '::';
  const binding = { family, address, port, shared: false };
  try {
    const socket = await openSocket(binding, events);
    widenSendBuffer(socket);
    return socket;
  } catch (error) {
    throw (
      bindError(error, binding) ??
      new JamError(
        'not-permitted',
        `the system opens no UDP socket for IPv${family}: ${(error as Error).message}`,
        { cause: error },
      )
    );
  }
}

function setOutgoing(socket: Socket, outgoing: MulticastInterface): void {
  socket.setMulticastInterface(outgoing.selector);
  socket.setMulticastTTL(MULTICAST_TTL);
  // Other processes of this host hear us, and so do the other ports of this process.
  socket.setMulticastLoopback(true);
}
