import type { Socket } from 'node:dgram';

/** The sending half of one bound socket, with the bytes of what the system has not taken yet. */
export interface SendSocket {
  /** Set before the socket closes; nothing may be sent then. */
  closed: boolean;
  /** Hands a datagram to the system. The bytes are copied. False when the queue is full. */
  send(bytes: Uint8Array, offset: number, length: number, port: number, address: string): boolean;
}

/** Datagrams that may wait in one socket while the system's send buffer is full. */
export const SEND_QUEUE_SLOTS = 1024;
/** A slot starts with room for a JAMNet datagram, which has 1,200 bytes at most, and grows for larger ones. */
export const SLOT_BYTES = 1280;

/** Called for each datagram when the system has taken it (`error` null) or refused it, at the end of the tick or later. */
export type SentHandler = (error: Error | null, bytes: number) => void;

export function createSendSocket(
  socket: Socket,
  onSent: SentHandler,
  slots = SEND_QUEUE_SLOTS,
): SendSocket {
  return new QueuedSendSocket(socket, onSent, slots);
}

/**
 * Node tries the system call at once and queues only what the system does not take, in order. So the slots in use are a
 * ring: the queue's length says how many of the newest are still needed, and no callback has to release each. As a rule
 * the queue is empty, and slot 0 serves every datagram.
 */
class QueuedSendSocket implements SendSocket {
  closed = false;
  readonly #socket: Socket;
  readonly #slots: number;
  readonly #storage: Uint8Array[] = [];
  /** Views of slot 0 by length, made once each. */
  readonly #views: Uint8Array[] = [];
  readonly #onSent: SentHandler;
  #oldest = 0;
  #inUse = 0;

  constructor(socket: Socket, onSent: SentHandler, slots: number) {
    this.#socket = socket;
    this.#slots = slots;
    this.#onSent = onSent;
  }

  send(bytes: Uint8Array, offset: number, length: number, port: number, address: string): boolean {
    if (this.#inUse > 0) this.#reclaim();
    if (this.#inUse === this.#slots) return false;
    const slot = (this.#oldest + this.#inUse) % this.#slots;
    const view = this.#viewOf(slot, length);
    view.set(length === bytes.length ? bytes : bytes.subarray(offset, offset + length));
    this.#inUse++;
    this.#socket.send(view, port, address, this.#onSent);
    this.#reclaim();
    return true;
  }

  #reclaim(): void {
    const waiting = this.#socket.getSendQueueCount();
    this.#oldest = waiting === 0 ? 0 : (this.#oldest + this.#inUse - waiting) % this.#slots;
    this.#inUse = waiting;
  }

  #viewOf(slot: number, length: number): Uint8Array {
    let storage = this.#storage[slot];
    if (storage === undefined || storage.length < length) {
      storage = this.#storage[slot] = new Uint8Array(Math.max(length, SLOT_BYTES));
      if (slot === 0) this.#views.length = 0;
    }
    if (slot !== 0 || length > SLOT_BYTES) return storage.subarray(0, length);
    return (this.#views[length] ??= storage.subarray(0, length));
  }
}
