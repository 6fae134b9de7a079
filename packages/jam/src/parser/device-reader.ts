import type { Compute, ComputeBinding, ComputeKernel } from '@jamnet/wire';
import { jsonlParseSpirv } from '../generated/jsonl-parse-kernel.js';
import { msgpackParseSpirv } from '../generated/msgpack-parse-kernel.js';
import type { BatchMemory } from './batch-memory.js';

/** The two forms of a line, each with a kernel of its own. */
export type Form = 'jsonl' | 'message-pack';

/** Reads records into columns on a device. */
export interface DeviceReader {
  readonly compute: Compute;
  /**
   * Runs the kernels of these forms over the batch. Its table, records and columns must be set, and `input` be what
   * `deviceInput` gave. Lines of other forms are left as they are. Rejects as `ComputeKernel.run` does.
   */
  read(
    memory: BatchMemory,
    input: Uint8Array,
    lines: number,
    forms: readonly Form[],
  ): Promise<void>;
  close(): void;
}

const SPIRV: Readonly<Record<Form, Uint8Array>> = {
  jsonl: jsonlParseSpirv,
  'message-pack': msgpackParseSpirv,
};

export async function createDeviceReader(
  compute: Compute,
  forms: readonly Form[],
): Promise<DeviceReader> {
  const kernels = new Map<Form, ComputeKernel>();
  try {
    for (const form of forms) {
      kernels.set(form, await compute.load(`jam ${form}`, SPIRV[form]));
    }
  } catch (error) {
    for (const kernel of kernels.values()) kernel.close();
    throw error;
  }
  return {
    compute,
    async read(memory, input, lines, wanted) {
      const invocations = Math.ceil(lines / STEP) * STEP;
      for (const [index, form] of wanted.entries()) {
        const bindings: readonly ComputeBinding[] = [
          { bytes: input, access: 'read' },
          { bytes: bytesOf(memory.records), access: 'read' },
          { bytes: bytesOf(memory.table), access: 'read' },
          // The second kernel writes its lines beside those of the first, which a staged device must keep.
          { bytes: memory.columnBytes, access: index === 0 ? 'write' : 'read-write' },
        ];
        await kernels.get(form)!.run(bindings, invocations);
      }
    },
    close() {
      for (const kernel of kernels.values()) kernel.close();
    },
  };
}

/** Runs are counted in steps, so that batches of nearly one size share what was recorded. */
const STEP = 1024;

function bytesOf(words: Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}
