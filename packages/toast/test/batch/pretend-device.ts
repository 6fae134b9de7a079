import { createDuplicateFilter, decodeFrame, createFrameView } from '@jamnet/toast';
import { type Compute, type ComputeBinding, JamError, readU32 } from '@jamnet/wire';
import { WINDOW_WORDS } from '../../src/batch/sequence-windows.js';

type Run = (words: Uint32Array[], bytes: Uint8Array[], invocations: number) => void;

/** What each kernel does, said once more without looking at reference or kernel, for machines without a device. */
const kernels: Record<string, Run> = {
  frame_walk([params, , , datagrams, walked], [, , bytes]) {
    for (let i = 0; i < params![0]!; i++) {
      const length = datagrams![i * 8 + 6]! & 0xffff;
      let at = (datagrams![i * 8 + 4]! + params![1]!) >>> 0;
      const end = at + length;
      let outcomes = 0;
      let ended = 0;
      if (length > 1200) [outcomes, ended] = [1, 2];
      else
        while (at < end && ended === 0) {
          outcomes++;
          const next = decodeFrame(bytes!, at, end, view);
          if (next < 0 && next >= -3) ended = -next;
          else at += readU32(bytes!, at);
        }
      walked![i] = outcomes | (ended << 8);
    }
  },
  session_filter(words, [, , bytes]) {
    const [params, sessions, , datagrams, walked, first, descriptors, outcome, sender] = words;
    for (let i = 0; i < params![0]!; i++) {
      let offset = datagrams![i * 8 + 4]!;
      let left = datagrams![i * 8 + 6]! & 0xffff;
      const outcomes = walked![i]! & 0xff;
      for (let n = 0; n < outcomes; n++) {
        const row = first![i]! + n;
        const at = (offset + params![1]!) >>> 0;
        const ended = n === outcomes - 1 ? walked![i]! >> 8 : 0;
        const next = ended > 0 ? -ended : decodeFrame(bytes!, at, at + left, view);
        const whole = ended > 0 ? left : readU32(bytes!, at);
        const head = [datagrams![i * 8]!, datagrams![i * 8 + 1]!];
        const peer = datagrams![i * 8 + 7]! & 0xffff;
        const to = descriptors!.subarray(row * 8, row * 8 + 8);
        outcome![row] = next;
        sender![row] = 0;
        if (next < 0) to.set([...head, 0, 0, offset, 0, whole, peer]);
        else {
          const kind = view.streamType | (Math.min(view.formatType, 15) << 4);
          const [low, high] = [readU32(bytes!, at + 10), readU32(bytes!, at + 14)];
          const types = whole | (view.streamId << 16) | (view.messageType << 24);
          const last = peer | (kind << 16) | (bytes![at + 7]! << 24);
          to.set([...head, low, high, offset, view.sequence, types, last]);
          sender![row] = view.senderId;
          outcome![row] = -32;
          const name = [0, 4, 8].map((k) => readU32(view.sessionName, k));
          for (let s = 0; s <= params![2]!; s++)
            if (sessions![s * 4 + 3]! > 0 && name.every((w, k) => w === sessions![s * 4 + k]))
              outcome![row] = sessions![s * 4 + 3]! - 1;
        }
        offset += whole;
        left -= whole;
      }
    }
  },
  burst_dedupe([params, groups, order, descriptors, windows, verdict]) {
    for (let g = 0; g < params![0]!; g++) {
      const [row, begin, end, side] = groups!.subarray(g * 4, g * 4 + 4) as unknown as number[];
      const old = (row! * 2 + side!) * WINDOW_WORDS;
      const now = (row! * 2 + 1 - side!) * WINDOW_WORDS;
      const filter = createDuplicateFilter();
      const newest = windows![old + 128]!;
      if (windows![old + 129] === 1) {
        filter.accept(newest);
        for (let back = 1; back < 4096; back++) {
          const s = (newest - back) >>> 0;
          if ((windows![old + ((s >>> 5) & 127)]! >>> (s & 31)) & 1) filter.accept(s);
        }
      }
      for (let i = begin!; i < end!; i++)
        verdict![order![i]!] = filter.accept(descriptors![order![i]! * 8 + 5]!);
      windows!.fill(0, now, now + WINDOW_WORDS);
      for (let back = 0; back < 4096; back++) {
        const s = (filter.newest - back) >>> 0;
        if (filter.peek(s) === 1) windows![now + ((s >>> 5) & 127)]! |= 1 << (s & 31);
      }
      windows![now + 128] = filter.newest;
      windows![now + 129] = 1;
    }
  },
  message_count: (words) => eachMatch(words, (counts, i, rows) => (counts[i] = rows.length)),
  message_route: (words) => eachMatch(words, (starts, i, rows) => words[6]!.set(rows, starts[i])),
};

const view = createFrameView();

function eachMatch(
  [params, routes, descriptors, outcome, verdict, counts]: Uint32Array[],
  found: (counts: Uint32Array, i: number, rows: number[]) => void,
): void {
  const [blocks, frames, count] = params as unknown as number[];
  for (let i = 0; i < blocks! * count!; i++) {
    const route = Math.floor(i / blocks!);
    const [session, type] = [routes![route * 2]!, routes![route * 2 + 1]!];
    const rows: number[] = [];
    const begin = (i % blocks!) * 256;
    for (let f = begin; f < Math.min(begin + 256, frames!); f++) {
      const streamType = (descriptors![f * 8 + 7]! >>> 16) & 15;
      const messageType = descriptors![f * 8 + 6]! >>> 24;
      if (verdict![f] !== 0 || streamType !== (type & 255)) continue;
      if (session !== 0xffffffff && session !== outcome![f]) continue;
      if (type >> 8 === 256 || type >> 8 === messageType) rows.push(f);
    }
    found(counts!, i, rows);
  }
}

/** A device that works, until the run number `failsAt` (from 0): that one leaves half of its work, and rubbish, and rejects. */
export function createPretendDevice(failsAt = Infinity): Compute & { runs: number } {
  const device = {
    name: 'pretended',
    isGpu: false,
    memory: 'mapped' as const,
    submitCostUs: 1,
    failure: null as string | null,
    runs: 0,
    load: (name: string) =>
      Promise.resolve({
        name,
        async run(bindings: readonly ComputeBinding[], invocations: number): Promise<void> {
          await Promise.resolve();
          if (device.failure) throw new JamError('device-lost', device.failure);
          const bytes = bindings.map((binding) => binding.bytes);
          const words = bytes.map((b) => new Uint32Array(b.buffer, b.byteOffset, b.length / 4));
          kernels[name]!(words, bytes, invocations);
          if (device.runs++ !== failsAt) return;
          device.failure = 'it was pulled out';
          spoil(name, words);
          throw new JamError('device-lost', device.failure);
        },
        close() {},
      }),
    close: () => Promise.resolve(),
  };
  return device;
}

/** What a kernel that was interrupted may have written: anything, within what it writes at all. */
function spoil(name: string, words: Uint32Array[]): void {
  const rubbish = 0xdeadbeef;
  if (name === 'frame_walk') words[4]!.fill(rubbish);
  else if (name === 'session_filter') for (const i of [6, 7, 8]) words[i]!.fill(rubbish);
  else if (name === 'message_count') words[5]!.fill(rubbish);
  else if (name === 'message_route') words[6]!.fill(rubbish);
  else {
    words[5]!.fill(2);
    const groups = words[1]!;
    for (let g = 0; g < words[0]![0]!; g++) {
      const start = (groups[g * 4]! * 2 + 1 - groups[g * 4 + 3]!) * WINDOW_WORDS;
      words[4]!.fill(rubbish, start, start + WINDOW_WORDS);
    }
  }
}
