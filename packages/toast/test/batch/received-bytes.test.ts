import type { Compute, MappedArena } from '@jamnet/wire';
import { expect, it } from 'vitest';
import { DESCRIPTOR_WORDS, WORD_LENGTH, WORD_OFFSET } from '../../src/batch/frame-columns.js';
import { createReceivedBytes } from '../../src/batch/received-bytes.js';
import { createPretendDevice } from './pretend-device.js';

it('bytes of the heap between two batches at one place of the arena do not shift the second', () => {
  const buffer = new ArrayBuffer(4096);
  const arena = { buffer } as MappedArena;
  const compute: Compute = { ...createPretendDevice(0), memory: 'mapped' };
  const received = createReceivedBytes(compute, arena);
  const datagrams = new Uint32Array(DESCRIPTOR_WORDS);
  datagrams[WORD_OFFSET] = 5;
  datagrams[WORD_LENGTH] = 60;
  /** Where the device finds the first datagram, in the buffer that the binding lies in. */
  const placeOf = (bytes: Uint8Array): number => {
    const binding = received.bind(bytes, datagrams, 1)!;
    return binding.bytes.byteOffset + ((received.lead + datagrams[WORD_OFFSET]!) >>> 0);
  };

  expect(placeOf(new Uint8Array(buffer, 300, 100))).toBe(305);
  expect(placeOf(new Uint8Array(new ArrayBuffer(100)))).toBe(5);
  expect(placeOf(new Uint8Array(buffer, 300, 100))).toBe(305);
});
