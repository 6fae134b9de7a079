import {
  type BatchDevice,
  type BatchStats,
  type Compute,
  createBatchDevice,
  type MappedArena,
} from '@jamnet/wire';
import { jellieEncodeSpirv } from '../generated/jellie-encode-kernel.js';
import { mixPart } from '../mix-part.js';
import { PARTS } from '../parts.js';
import { checkWhole } from './check-whole.js';

/** How a batch of frames is encoded. */
export interface JellieEncodeBatchOptions {
  /** 1-8. @default 1 */
  readonly channels?: number;
  /** Runs the kernel; without it, and when it fails, the processor computes the same. @default none */
  readonly compute?: Compute | undefined;
  /** Where the device's columns lie. @default none: memory of their own */
  readonly arena?: MappedArena | undefined;
}

/** The four parts of the frames of many streams at once, equal to the last bit with a device and without one. */
export interface JellieEncodeBatch {
  /**
   * Writes the parts of `pairs` pairs of interleaved frames, two a pair, into the four arrays of `parts`, each with room for
   * `pairs * channels` values: those of streams one after the other where each has an even number of frames. The arrays belong to the
   * batch until the promise resolves. Rejects with JamError `bad-option` for arrays that are too short and `closed` after `close`; a device
   * that fails is no error. Allocates little.
   */
  run(samples: Int32Array, pairs: number, parts: readonly Int32Array[]): Promise<void>;
  stats(): BatchStats;
  /** Takes no more runs and lets the kernel go. A second call does nothing. */
  close(): void;
  [Symbol.dispose](): void;
}

const TABLE_WORDS = 4;

/** Makes a batch. Rejects with JamError `bad-option`; what a device cannot do stands in `stats().fallback`. */
export async function createJellieEncodeBatch(
  options: JellieEncodeBatchOptions = {},
): Promise<JellieEncodeBatch> {
  const channels = checkWhole('channels', options.channels ?? 1, 1, 8);
  const device = await createBatchDevice(options.compute, {
    name: 'jellie_encode',
    spirv: jellieEncodeSpirv,
    tableWords: TABLE_WORDS,
    columns: [
      { access: 'read', wordsPerItem: 2 * channels },
      ...Array.from(
        { length: PARTS },
        () => ({ access: 'write', wordsPerItem: channels }) as const,
      ),
    ],
    itemsAtOnce: 2 ** 16,
    invocationsPerItem: channels,
    arena: options.arena,
  });
  return new Batch(device, channels);
}

class Batch implements JellieEncodeBatch {
  readonly #table: Uint32Array;

  constructor(
    private readonly device: BatchDevice,
    private readonly channels: number,
  ) {
    this.#table = Uint32Array.of(0, channels, 0, 0);
  }

  async run(samples: Int32Array, pairs: number, parts: readonly Int32Array[]): Promise<void> {
    const { device, channels } = this;
    const room = Math.floor(
      Math.min(
        samples.length / 2,
        ...Array.from({ length: PARTS }, (_, k) => parts[k]?.length ?? 0),
      ) / channels,
    );
    checkWhole('pairs', pairs, 0, room);
    await device.run({
      table: this.#table,
      items: pairs,
      load: (from, count) =>
        device
          .integers(0, count * 2 * channels)
          .set(samples.subarray(from * 2 * channels, (from + count) * 2 * channels)),
      store: (from, count) => {
        for (let part = 0; part < PARTS; part++) {
          const found = device.integers(1 + part, count * channels);
          parts[part]!.set(found, from * channels);
        }
      },
      compute: (from) => {
        for (let part = 0; part < PARTS; part++) {
          mixPart(
            part,
            samples,
            2 * from,
            2 * (pairs - from),
            channels,
            parts[part]!.subarray(from * channels),
          );
        }
      },
    });
  }

  stats(): BatchStats {
    return this.device.stats();
  }

  close(): void {
    this.device.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
