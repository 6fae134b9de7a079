import { JamError, readU32 } from '@jamnet/wire';
import { SESSION_NAME_BYTES } from '../v2/frame.js';
import type { ColumnMemory } from './column-memory.js';

const SLOT_WORDS = 4;

/**
 * The joined sessions by name, as a table that a kernel reads too: slots of four words (the name, then index + 1, 0 for an empty one),
 * at least twice as many as sessions. A name is looked for from slot `first word mod slots` on, up to an empty slot. Names are hashes,
 * so their first word spreads them.
 */
export interface SessionNames {
  readonly table: Uint32Array;
  /** Slots less one. */
  readonly mask: number;
  /** The index of a name, −1 when it is not joined. Does not allocate. */
  find(bytes: Uint8Array, offset: number): number;
  /** Takes a name in. Throws JamError `bad-option`, `too-large`. */
  add(name: Uint8Array): number;
  /** False for an index that is not joined. */
  remove(index: number): boolean;
  /** Brings the table up to what was added and removed. */
  refresh(): void;
}

export function createSessionNames(memory: ColumnMemory, maxSessions: number): SessionNames {
  const slots = 2 ** Math.ceil(Math.log2(2 * maxSessions));
  return new NameTable(memory.words(slots * SLOT_WORDS), slots - 1, maxSessions);
}

class NameTable implements SessionNames {
  readonly #names: (Uint8Array | undefined)[];
  #stale = false;

  constructor(
    readonly table: Uint32Array,
    readonly mask: number,
    maxSessions: number,
  ) {
    this.#names = new Array<Uint8Array | undefined>(maxSessions).fill(undefined);
  }

  find(bytes: Uint8Array, offset: number): number {
    const { table, mask } = this;
    const a = readU32(bytes, offset);
    const b = readU32(bytes, offset + 4);
    const c = readU32(bytes, offset + 8);
    for (let slot = a & mask; ; slot = (slot + 1) & mask) {
      const at = slot * SLOT_WORDS;
      const held = table[at + 3];
      if (held === 0) return -1;
      if (table[at] === a && table[at + 1] === b && table[at + 2] === c) return held - 1;
    }
  }

  add(name: Uint8Array): number {
    if (name.length !== SESSION_NAME_BYTES) {
      throw new JamError('bad-option', `a session name has 12 bytes, not ${name.length}`);
    }
    const isName = (other: Uint8Array | undefined): boolean =>
      other !== undefined && other.every((byte, i) => byte === name[i]);
    if (this.#names.some(isName)) {
      throw new JamError('bad-option', 'this batch has joined that session: use its index');
    }
    const index = this.#names.indexOf(undefined);
    if (index < 0) {
      throw new JamError(
        'too-large',
        `${this.#names.length} sessions are joined: raise maxSessions`,
      );
    }
    this.#names[index] = name.slice();
    this.#stale = true;
    return index;
  }

  remove(index: number): boolean {
    if (this.#names[index] === undefined) return false;
    this.#names[index] = undefined;
    return (this.#stale = true);
  }

  refresh(): void {
    if (!this.#stale) return;
    this.#stale = false;
    this.table.fill(0);
    this.#names.forEach((name, index) => {
      if (name !== undefined) this.#place(name, index);
    });
  }

  #place(name: Uint8Array, index: number): void {
    let slot = readU32(name, 0) & this.mask;
    while (this.table[slot * SLOT_WORDS + 3] !== 0) slot = (slot + 1) & this.mask;
    const at = slot * SLOT_WORDS;
    for (let word = 0; word < 3; word++) this.table[at + word] = readU32(name, word * 4);
    this.table[at + 3] = index + 1;
  }
}
