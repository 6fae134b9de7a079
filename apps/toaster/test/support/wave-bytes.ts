import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a fmt chunk says; everything has an ordinary value: mono, 24 bits, 48 kHz. */
export interface FormatFields {
  readonly tag?: number;
  readonly channels?: number;
  readonly sampleRate?: number;
  readonly bits?: number;
  readonly frameBytes?: number;
}

export function chunk(id: string, body: Uint8Array, size = body.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, 0, 'latin1');
  head.writeUInt32LE(size, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

export function formatChunk(fields: FormatFields = {}): Buffer {
  const { tag = 1, channels = 1, sampleRate = 48_000, bits = 24 } = fields;
  const { frameBytes = channels * Math.ceil(bits / 8) } = fields;
  const body = Buffer.alloc(16);
  body.writeUInt16LE(tag, 0);
  body.writeUInt16LE(channels, 2);
  body.writeUInt32LE(sampleRate, 4);
  body.writeUInt32LE(sampleRate * frameBytes, 8);
  body.writeUInt16LE(frameBytes, 12);
  body.writeUInt16LE(bits, 14);
  return chunk('fmt ', body);
}

/** A file of those chunks. `size` is what its head says of its length. */
export function riff(chunks: readonly Uint8Array[], size?: number, id = 'RIFF'): Buffer {
  const body = Buffer.concat(chunks);
  const head = Buffer.alloc(12);
  head.write(id, 0, 'latin1');
  head.writeUInt32LE(size ?? body.length + 4, 4);
  head.write('WAVE', 8, 'latin1');
  return Buffer.concat([head, body]);
}

/** Whole numbers of 24 bits as they lie in a file. */
export function int24(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 3);
  values.forEach((value, at) => bytes.writeIntLE(value, at * 3, 3));
  return bytes;
}

export interface TestFolder {
  path(name: string): string;
  put(name: string, content: string | Uint8Array): string;
  remove(): void;
}

export function createTestFolder(): TestFolder {
  const folder = mkdtempSync(join(tmpdir(), 'toaster-wave-'));
  const path = (name: string) => join(folder, name);
  return {
    path,
    put(name, content) {
      writeFileSync(path(name), content);
      return path(name);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
