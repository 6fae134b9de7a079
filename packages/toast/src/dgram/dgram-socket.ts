import type { Socket } from 'node:dgram';
import type { SendTarget, SocketBuffers, UdpSocket } from '@jamnet/wire/udp';
import { createDgramTarget, type DgramSending } from './dgram-target.js';
import { askForSendBuffer, grantReceiveBuffer } from './open-socket.js';
import { createSendSocket, type SendSocket } from './send-socket.js';

/** A bound socket as ports see it. `close` lets go of it, once. */
export function createDgramSocket(
  socket: Socket,
  buffers: SocketBuffers,
  sending: DgramSending,
  close: () => Promise<void>,
): UdpSocket {
  return new BoundSocket(socket, buffers, sending, close);
}

class BoundSocket implements UdpSocket {
  readonly port: number;
  readonly receiveBufferBytes: number;
  readonly #socket: Socket;
  readonly #sender: SendSocket;
  readonly #sending: DgramSending;
  readonly #close: () => Promise<void>;

  constructor(
    socket: Socket,
    buffers: SocketBuffers,
    sending: DgramSending,
    close: () => Promise<void>,
  ) {
    this.#socket = socket;
    this.#sending = sending;
    this.#close = close;
    this.#sender = createSendSocket(socket, sending.counts.onSent);
    this.port = socket.address().port;
    this.receiveBufferBytes = grantReceiveBuffer(socket, buffers.receiveBytes);
    askForSendBuffer(socket, buffers.sendBytes);
  }

  addMembership(group: string, selector: string): void {
    this.#socket.addMembership(group, selector);
  }

  setMulticastInterface(selector: string): void {
    this.#socket.setMulticastInterface(selector);
  }

  setMulticastTtl(hops: number): void {
    this.#socket.setMulticastTTL(hops);
  }

  setMulticastLoopback(on: boolean): void {
    this.#socket.setMulticastLoopback(on);
  }

  target(address: string, port: number): SendTarget {
    return createDgramTarget(this.#sender, address, port, this.#sending);
  }

  close(): Promise<void> {
    this.#sender.closed = true;
    return this.#close();
  }
}
