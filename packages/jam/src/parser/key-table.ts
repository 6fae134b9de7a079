import { MAX_NAME_BYTES } from './cell-kind.js';

/**
 * The names that a kernel looks up, as the kernel wants them: a table without collisions, so that one look says whether a name
 * is there. See docs/columns.md, "The table".
 */
export interface KeyTable {
  /** Whole vectors of four. What changes from batch to batch is 0 and set by who runs the kernel. */
  readonly words: Uint32Array;
}

const HEAD_VECTORS = 8;
const EMPTY_SLOT = 0xffff_ffff;
/** In place of a type key where there is none: a key that is not in the table is 0xffff_ffff to the kernels, and no type key either. */
const NO_TYPE_KEY = 0xffff_fffe;
const SPREAD = 0x9e37_79b1;

interface Slots {
  readonly factors: readonly number[];
  readonly bits: number;
  /** Index of a name by slot; -1 for none. */
  readonly names: readonly number[];
}

/** The table of `keys`, and of the `typeWords` that the string under the key number `typeKey` is looked up among (-1 for none). */
export function createKeyTable(
  keys: readonly string[],
  typeWords: readonly string[],
  typeKey: number,
): KeyTable {
  const keyNames = keys.map(packName);
  const wordNames = typeWords.map(packName);
  const keySlots = findSlots(keyNames);
  const wordSlots = findSlots(wordNames);
  const keyBase = HEAD_VECTORS;
  const wordBase = keyBase + 2 * keySlots.names.length;
  const words = new Uint32Array(4 * (wordBase + 2 * wordSlots.names.length));
  words.set(keySlots.factors, 4);
  words.set(wordSlots.factors, 8);
  words.set([32 - keySlots.bits, keyBase, 32 - wordSlots.bits, wordBase], 12);
  words[16] = typeKey < 0 ? NO_TYPE_KEY : typeKey;
  writeSlots(words, 4 * keyBase, keySlots, keyNames);
  writeSlots(words, 4 * wordBase, wordSlots, wordNames);
  return { words };
}

interface PackedName {
  readonly length: number;
  readonly words: Uint32Array;
}

/** A name's bytes in four little-endian words, zeros behind. */
function packName(name: string): PackedName {
  const bytes = new TextEncoder().encode(name);
  const words = new Uint32Array(4);
  bytes.subarray(0, MAX_NAME_BYTES).forEach((byte, at) => {
    words[at >> 2]! |= byte << ((at & 3) * 8);
  });
  return { length: bytes.length, words };
}

/** What the kernel's `slotOf` computes. */
function slotOf(name: PackedName, factors: readonly number[], bits: number): number {
  let mix = 0;
  for (let i = 0; i < 4; i++) mix ^= Math.imul(name.words[i]!, factors[i]!);
  mix ^= mix >>> 15;
  return Math.imul(mix + name.length, SPREAD) >>> (32 - bits);
}

/** Tries factors until no two names share a slot; the table grows where that takes long. The same names give the same table. */
function findSlots(names: readonly PackedName[]): Slots {
  let seed = 1;
  const next = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed | 1;
  };
  for (let bits = 5; ; bits++) {
    if (2 ** bits < names.length) continue;
    for (let attempt = 0; attempt < 2000; attempt++) {
      const factors = [next(), next(), next(), next()];
      const slots = new Array<number>(2 ** bits).fill(-1);
      const free = names.every((name, index) => {
        const slot = slotOf(name, factors, bits);
        const wasFree = slots[slot] === -1;
        slots[slot] = index;
        return wasFree;
      });
      if (free) return { factors, bits, names: slots };
    }
  }
}

function writeSlots(
  words: Uint32Array,
  at: number,
  slots: Slots,
  names: readonly PackedName[],
): void {
  slots.names.forEach((index, slot) => {
    const place = at + slot * 8;
    const name = names[index];
    words[place + 2] = EMPTY_SLOT;
    if (name === undefined) return;
    words[place] = name.words[0]!;
    words[place + 1] = name.words[1]!;
    words[place + 2] = name.length | (index << 8);
    words[place + 4] = name.words[2]!;
    words[place + 5] = name.words[3]!;
  });
}
