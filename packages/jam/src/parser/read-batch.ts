import type { MappedArena } from '@jamnet/wire';
import type { BatchMemory } from './batch-memory.js';
import { LineStatus, MESSAGE_PACK_RECORD } from './cell-kind.js';
import type { Columns } from './columns.js';
import { deviceInput, placeRecords } from './device-input.js';
import type { DeviceReader, Form } from './device-reader.js';
import type { RecordFinder } from './find-records.js';
import type { ReferenceReader } from './reference.js';

/** A batch whose records are known and whose cells are to be read. */
export interface BatchJob {
  readonly memory: BatchMemory;
  readonly columns: Columns;
  /** What the records are offsets in. */
  readonly bytes: Uint8Array;
  readonly lines: number;
  readonly copiedBytes: number;
}

/** A job for the CPU: the bytes are read where they are. */
export function cpuJob(bytes: Uint8Array, finder: RecordFinder, memory: BatchMemory): BatchJob {
  placeRecords(memory.records, finder, 0);
  const columns = memory.shape(finder.count, 0);
  return { memory, columns, bytes, lines: finder.count, copiedBytes: 0 };
}

/** A job for a device, and for the CPU as well: the bytes are brought where the device sees them if they are not there. */
export function deviceJob(
  bytes: Uint8Array,
  finder: RecordFinder,
  memory: BatchMemory,
  arena: MappedArena | undefined,
): BatchJob {
  const input = deviceInput(bytes, finder, arena, memory);
  placeRecords(memory.records, finder, input.shift);
  const columns = memory.shape(finder.count, input.bytes.length);
  const { copiedBytes } = input;
  return { memory, columns, bytes: input.bytes, lines: finder.count, copiedBytes };
}

/** The same lines for the CPU, with columns that no device reaches: see `BatchMemoryPool.replace`. */
export function jobAfterFailure(job: BatchJob, memory: BatchMemory): BatchJob {
  return { ...job, memory, columns: memory.shape(job.lines, 0) };
}

/** Reads all lines on the CPU. */
export function readOnCpu(job: BatchJob, reference: ReferenceReader): void {
  for (let line = 0; line < job.lines; line++) readLine(job, line, reference);
}

/**
 * Reads the lines of these forms on the device and everything else on the CPU: the other form where the batch is `mixed`, and
 * what a kernel leaves. Gives the number of lines that the CPU read. Rejects as the device does; nothing of the batch counts then.
 */
export async function readOnDevice(
  job: BatchJob,
  device: DeviceReader,
  forms: readonly Form[],
  mixed: boolean,
  reference: ReferenceReader,
): Promise<number> {
  await device.read(job.memory, job.bytes, job.lines, forms);
  let onCpu = 0;
  const { words } = job.columns;
  const { records } = job.memory;
  for (let line = 0; line < job.lines; line++) {
    const left = (words[line]! & 0xff) === LineStatus.left;
    if (!left && !(mixed && !forms.includes(formOf(records[2 * line + 1]!)))) continue;
    readLine(job, line, reference);
    onCpu++;
  }
  return onCpu;
}

function formOf(length: number): Form {
  return length >= MESSAGE_PACK_RECORD ? 'message-pack' : 'jsonl';
}

function readLine(job: BatchJob, line: number, reference: ReferenceReader): void {
  const { records } = job.memory;
  reference.read(job.columns, line, job.bytes, records[2 * line]!, records[2 * line + 1]!);
}
