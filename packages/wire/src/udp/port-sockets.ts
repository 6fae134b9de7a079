import type { SocketBinding, SocketDriver, UdpSocket } from './socket-driver.js';

/** Opens the sockets of one port, all with the buffers that it wants. */
export interface PortSockets {
  /** The smallest receive buffer that a socket was granted; 0 before the first. */
  readonly receiveBufferBytes: number;
  /** A socket that groups are received by; it never sends. Rejects with the system's error. */
  openReceiving(binding: SocketBinding): Promise<UdpSocket>;
  /** A socket that datagrams leave by, and that receives too. Rejects with the system's error. */
  openSending(binding: SocketBinding): Promise<UdpSocket>;
}

/**
 * Linux keeps what is sent to a neighbour that does not answer for up to 3 s, up to 208 KiB for each, on the account of
 * the socket. Its default send buffer has just that size, so one unicast peer that was switched off would hold up
 * everything else that goes out by the socket, multicast too.
 */
const SEND_BUFFER_BYTES = 1024 * 1024;

export function createPortSockets(driver: SocketDriver, receiveBytes: number): PortSockets {
  return new OpenedSockets(driver, receiveBytes);
}

class OpenedSockets implements PortSockets {
  receiveBufferBytes = 0;
  readonly #driver: SocketDriver;
  readonly #receiveBytes: number;

  constructor(driver: SocketDriver, receiveBytes: number) {
    this.#driver = driver;
    this.#receiveBytes = receiveBytes;
  }

  openReceiving(binding: SocketBinding): Promise<UdpSocket> {
    return this.#open(binding, 0);
  }

  openSending(binding: SocketBinding): Promise<UdpSocket> {
    return this.#open(binding, SEND_BUFFER_BYTES);
  }

  async #open(binding: SocketBinding, sendBytes: number): Promise<UdpSocket> {
    const socket = await this.#driver.open(binding, {
      receiveBytes: this.#receiveBytes,
      sendBytes,
    });
    const granted = socket.receiveBufferBytes;
    this.receiveBufferBytes = Math.min(this.receiveBufferBytes || granted, granted);
    return socket;
  }
}
