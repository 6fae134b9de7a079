import type { JamError } from '@jamnet/wire';
import { type Compute, type ComputeBinding, type ComputeKernel } from '@jamnet/wire';
import { clearLine, columnsOver } from '../../src/parser/columns.js';
import {
  LineStatus,
  MAX_KERNEL_LINE_BYTES,
  MESSAGE_PACK_RECORD,
} from '../../src/parser/cell-kind.js';
import { createReferenceReader } from '../../src/parser/reference.js';
import { jmidKeys, typeCodes } from '../../src/parser/options.js';

export interface FakeDevice extends Compute {
  /** Names of the kernels that were run, in order, and the bytes that the last one was given to read. */
  readonly runs: string[];
  input: Uint8Array | undefined;
  /** What the next run rejects with. */
  fault: JamError | undefined;
  /** Called in every run: to let time pass. */
  onRun: (lines: number) => void;
}

/** A device that does what the kernels do, in JavaScript: for tests of what is around them. Reads the parser's default keys. */
export function createFakeDevice(name = 'fake device'): FakeDevice {
  const reference = createReferenceReader(jmidKeys, typeCodes, 0);
  const device: FakeDevice = {
    ...{ name, isGpu: false, memory: 'mapped', submitCostUs: 1, failure: null },
    ...{ runs: [], input: undefined, fault: undefined, onRun: () => undefined },
    load: (kernelName) => Promise.resolve(kernel(kernelName)),
    close: () => Promise.resolve(),
  };

  function kernel(kernelName: string): ComputeKernel {
    const packed = kernelName.includes('message-pack');
    return {
      name: kernelName,
      close: () => undefined,
      async run(bindings: readonly ComputeBinding[]) {
        await Promise.resolve();
        device.runs.push(kernelName);
        if (device.fault !== undefined) throw device.fault;
        const [input, records, table, columns] = bindings.map(({ bytes }) => bytes);
        device.input = input;
        read(input!, wordsOf(records!), wordsOf(table!), columns!, packed);
      },
    };
  }

  function read(
    input: Uint8Array,
    records: Uint32Array,
    table: Uint32Array,
    out: Uint8Array,
    packed: boolean,
  ): void {
    const lines = table[0]!;
    const columns = columnsOver(out, table[3]!, table[1]!);
    device.onRun(lines);
    for (let line = 0; line < lines; line++) {
      const length = records[2 * line + 1]!;
      if (length >= MESSAGE_PACK_RECORD !== packed) continue;
      if ((length & ~MESSAGE_PACK_RECORD) > MAX_KERNEL_LINE_BYTES)
        clearLine(columns, line, LineStatus.left);
      else reference.read(columns, line, input, records[2 * line]!, length);
    }
  }
  return device;
}

function wordsOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

/** Memory that stands in for the arena. */
export function createFakeArena(size: number) {
  const buffer = new ArrayBuffer(size);
  let next = 0;
  let held = 0;
  return {
    buffer,
    get held() {
      return held;
    },
    allocate(bytes: number) {
      const offset = next;
      if (offset + bytes > size) return undefined;
      next = Math.ceil((offset + bytes) / 256) * 256;
      held++;
      return { bytes: new Uint8Array(buffer, offset, bytes), offset, free: () => void held-- };
    },
    freeBytes: () => size - next,
  };
}
