import type { SysexChunkMessage, SysexMessage } from '@jamnet/schemas';

const MOST_OPEN = 16;
const MOST_BYTES = 4 * 1024 * 1024;
const REMEMBERED = 64;

interface Open {
  readonly pieces: Map<number, readonly number[]>;
  bytes: number;
}

/** Puts the long SysEx messages of one stream together from their pieces, which come in any order and several times. */
export interface SysexPieces {
  /** Messages that were given up: too many at once, or too long. */
  readonly incomplete: number;
  /** The message that the piece makes whole, once. */
  take(piece: SysexChunkMessage): SysexMessage | undefined;
}

export function createSysexPieces(): SysexPieces {
  const open = new Map<number, Open>();
  const done: number[] = [];
  let incomplete = 0;

  function giveUp(id: number): void {
    open.delete(id);
    done.push(id);
    incomplete += 1;
  }

  return {
    get incomplete() {
      return incomplete + open.size;
    },
    take({ id, index, count, data, group, timestamp }) {
      if (done.includes(id)) return undefined;
      const message = open.get(id) ?? { pieces: new Map(), bytes: 0 };
      if (!message.pieces.has(index)) message.bytes += data.length;
      message.pieces.set(index, [...data]);
      open.set(id, message);
      if (message.bytes > MOST_BYTES) giveUp(id);
      else if (open.size > MOST_OPEN) giveUp(open.keys().next().value!);
      if (done.length > REMEMBERED) done.shift();
      if (!open.has(id) || message.pieces.size < count) return undefined;
      open.delete(id);
      done.push(id);
      const whole = Array.from({ length: count }, (_, at) => message.pieces.get(at) ?? []).flat();
      return {
        type: 'sysex',
        data: whole,
        ...(group !== undefined && { group }),
        ...(timestamp !== undefined && { timestamp }),
      };
    },
  };
}
