import { describe, expect, test } from 'vitest';
import { elfFault } from '../src/elf-fault.js';

/** The smallest file that passes: a header, one program header, `segment` bytes and one section header. */
function elf(segment = 100): Buffer {
  const file = Buffer.alloc(64 + 56 + segment + 64);
  file.writeUInt32BE(0x7f454c46, 0);
  file[4] = 2;
  file[5] = 1;
  file.writeBigUInt64LE(64n, 32);
  file.writeBigUInt64LE(BigInt(64 + 56 + segment), 40);
  file.writeUInt16LE(1, 56);
  file.writeUInt16LE(64, 58);
  file.writeUInt16LE(1, 60);
  file.writeBigUInt64LE(120n, 64 + 8);
  file.writeBigUInt64LE(BigInt(segment), 64 + 32);
  return file;
}

describe('what is wrong with an ELF file', () => {
  test('is nothing where all is there', () => expect(elfFault(elf())).toBeUndefined());

  test('is its end, wherever it was cut', () => {
    const whole = elf();
    for (let length = 0; length < whole.length; length += 1) {
      expect(elfFault(whole.subarray(0, length)), `${length} bytes`).toBeDefined();
    }
  });

  test('is a segment past the end', () => {
    const file = elf();
    file.writeBigUInt64LE(100000n, 64 + 32);
    expect(elfFault(file)).toBe('it ends after 284 of 100120 bytes');
  });

  test('is that it is none', () => {
    expect(elfFault(Buffer.alloc(1000))).toBe('it is no ELF file');
    const narrow = elf();
    narrow[4] = 1;
    expect(elfFault(narrow)).toBe('it is not 64-bit little-endian');
    const none = elf();
    none.writeUInt16LE(0, 56);
    expect(elfFault(none)).toBe('its headers are not all there');
  });
});
