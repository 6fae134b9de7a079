import type { Socket } from 'node:dgram';
import { describe, expect, it } from 'vitest';
import { createSendSocket, SLOT_BYTES } from '../../src/dgram/send-socket.js';

/** A socket of a system that takes datagrams only when it is told to. */
function createBlockedSocket() {
  const queue: Uint8Array[] = [];
  const taken: number[][] = [];
  let blocked = true;
  const take = (view: Uint8Array) => taken.push([...view]);
  const socket = {
    send(view: Uint8Array) {
      if (blocked) queue.push(view);
      else take(view);
    },
    getSendQueueCount: () => queue.length,
  };
  return {
    socket: socket as unknown as Socket,
    taken,
    open(): void {
      blocked = false;
    },
    takeFromQueue(count: number): void {
      queue.splice(0, count).forEach(take);
    },
  };
}

describe('createSendSocket', () => {
  it('copies what is sent, for as long as the system has not taken it', () => {
    const system = createBlockedSocket();
    const sender = createSendSocket(system.socket, () => {}, 4);
    const borrowed = new Uint8Array([0, 1, 2, 3]);
    for (let i = 0; i < 3; i++) {
      borrowed.fill(i);
      expect(sender.send(borrowed, 1, 2, 9, '127.0.0.1')).toBe(true);
    }
    system.takeFromQueue(3);
    expect(system.taken).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
  });

  it('refuses when every slot is in use, and goes on as they become free', () => {
    const system = createBlockedSocket();
    const sender = createSendSocket(system.socket, () => {}, 4);
    const send = (value: number) => sender.send(new Uint8Array([value]), 0, 1, 9, '127.0.0.1');
    expect([1, 2, 3, 4, 5].map(send)).toEqual([true, true, true, true, false]);
    system.takeFromQueue(2);
    expect([6, 7, 8].map(send)).toEqual([true, true, false]);
    system.takeFromQueue(4);
    expect(send(9)).toBe(true);
    system.takeFromQueue(1);
    expect(system.taken.flat()).toEqual([1, 2, 3, 4, 6, 7, 9]);
  });

  it('does not run out of slots while the system takes at once', () => {
    const system = createBlockedSocket();
    system.open();
    const sender = createSendSocket(system.socket, () => {}, 2);
    for (let i = 0; i < 100; i++) {
      expect(sender.send(new Uint8Array([i]), 0, 1, 9, '127.0.0.1')).toBe(true);
    }
    expect(system.taken.flat()).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('takes datagrams of any length, the longest between short ones', () => {
    const system = createBlockedSocket();
    system.open();
    const sender = createSendSocket(system.socket, () => {});
    for (const length of [3, SLOT_BYTES, 3, 65_507, 3, 0, SLOT_BYTES + 1]) {
      const bytes = new Uint8Array(length).fill(length & 0xff);
      sender.send(bytes, 0, length, 9, '127.0.0.1');
      expect(system.taken.at(-1)).toEqual([...bytes]);
    }
  });
});
