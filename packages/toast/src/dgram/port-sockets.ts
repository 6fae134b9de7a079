import type { Socket } from 'node:dgram';
import {
  closeSocket,
  grantReceiveBuffer,
  openSocket,
  type SocketBinding,
  type SocketEvents,
} from './open-socket.js';

/** All sockets of one port, so that none is left behind. */
export interface PortSockets {
  /** The smallest receive buffer that a socket was granted; 0 before the first. */
  readonly receiveBufferBytes: number;
  /** Rejects with the system's error. */
  open(binding: SocketBinding): Promise<Socket>;
  /** Resolves when the socket has let go of its port. One that is closed already is ignored. */
  close(socket: Socket): Promise<void>;
  closeAll(): Promise<void>;
}

export function createPortSockets(events: SocketEvents, wantedBufferBytes: number): PortSockets {
  return new OpenSockets(events, wantedBufferBytes);
}

class OpenSockets implements PortSockets {
  receiveBufferBytes = 0;
  readonly #events: SocketEvents;
  readonly #wantedBufferBytes: number;
  readonly #open = new Set<Socket>();

  constructor(events: SocketEvents, wantedBufferBytes: number) {
    this.#events = events;
    this.#wantedBufferBytes = wantedBufferBytes;
  }

  async open(binding: SocketBinding): Promise<Socket> {
    const socket = await openSocket(binding, this.#events);
    this.#open.add(socket);
    const granted = grantReceiveBuffer(socket, this.#wantedBufferBytes);
    this.receiveBufferBytes = Math.min(this.receiveBufferBytes || granted, granted);
    return socket;
  }

  async close(socket: Socket): Promise<void> {
    if (this.#open.delete(socket)) await closeSocket(socket);
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open].map((socket) => this.close(socket)));
  }
}
