import type { SendTarget, SocketBinding, UdpSocket } from '@jamnet/wire/udp';
import type { NetEngine } from './net-addon.js';
import type { SubmissionQueue } from './submission-queue.js';
import { check } from './system-error.js';

/** What the sockets of one driver have in common. */
export interface SocketContext {
  readonly engine: NetEngine;
  readonly queue: SubmissionQueue;
  /** Counts a send that did not get as far as the engine. */
  readonly refuse: (errno: number, family: 4 | 6, address: string, port: number) => void;
}

export interface NativeUdpSocket extends UdpSocket {
  /** The engine's number for it. */
  readonly id: number;
}

const EBADF = 9;
const ADDRESS_WORDS = 7;

export function createNativeSocket(
  id: number,
  binding: SocketBinding,
  context: SocketContext,
  onClose: () => void,
): NativeUdpSocket {
  return new NativeSocket(id, binding, context, onClose);
}

class NativeSocket implements NativeUdpSocket {
  readonly port: number;
  readonly receiveBufferBytes: number;
  open = true;
  readonly id: number;
  readonly #binding: SocketBinding;
  readonly #context: SocketContext;
  readonly #onClose: () => void;

  constructor(id: number, binding: SocketBinding, context: SocketContext, onClose: () => void) {
    this.id = id;
    this.#binding = binding;
    this.#context = context;
    this.#onClose = onClose;
    this.port = context.engine.port(id);
    this.receiveBufferBytes = context.engine.receiveBytes(id);
  }

  addMembership(group: string, selector: string): void {
    const errno = this.#context.engine.addMembership(this.id, group, selector);
    check(errno, 'addMembership', `${group} on ${selector}`);
  }

  setMulticastInterface(selector: string): void {
    const errno = this.#context.engine.setMulticastInterface(this.id, selector);
    check(errno, 'setMulticastInterface', selector);
  }

  setMulticastTtl(hops: number): void {
    check(this.#context.engine.setMulticastTtl(this.id, hops), 'setMulticastTTL', String(hops));
  }

  setMulticastLoopback(on: boolean): void {
    const errno = this.#context.engine.setMulticastLoopback(this.id, on);
    check(errno, 'setMulticastLoopback', String(on));
  }

  target(address: string, port: number): SendTarget {
    const words = new Uint32Array(ADDRESS_WORDS);
    const out = new Uint8Array(words.buffer);
    const errno = this.#context.engine.address(this.#binding.family, address, port, out);
    const refuse = (closed: number): void =>
      this.#context.refuse(errno || closed, this.#binding.family, address, port);
    return new NativeTarget(this.#context.queue, this, this.id, words, errno, refuse);
  }

  close(): Promise<void> {
    if (this.open) {
      this.open = false;
      // What was sent before goes out before.
      this.#context.queue.flush();
      this.#context.engine.closeSocket(this.id);
      this.#onClose();
    }
    return Promise.resolve();
  }
}

class NativeTarget implements SendTarget {
  readonly #queue: SubmissionQueue;
  readonly #socket: NativeSocket;
  readonly #id: number;
  readonly #address: Uint32Array;
  readonly #errno: number;
  readonly #refuse: (errno: number) => void;

  constructor(
    queue: SubmissionQueue,
    socket: NativeSocket,
    id: number,
    address: Uint32Array,
    errno: number,
    refuse: (errno: number) => void,
  ) {
    this.#queue = queue;
    this.#socket = socket;
    this.#id = id;
    this.#address = address;
    this.#errno = errno;
    this.#refuse = refuse;
  }

  send(bytes: Uint8Array, offset: number, length: number, atNs: number): boolean {
    if (this.#errno !== 0 || !this.#socket.open) {
      this.#refuse(EBADF);
      return false;
    }
    return this.#queue.push(this.#id, this.#address, bytes, offset, length, atNs);
  }
}
