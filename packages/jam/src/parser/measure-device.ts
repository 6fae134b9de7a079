import type { MappedArena } from '@jamnet/wire';
import type { BatchMemoryPool } from './batch-memory.js';
import { measureCrossing, type Crossing } from './crossing.js';
import type { DeviceReader, Form } from './device-reader.js';
import { createRecordFinder } from './find-records.js';
import type { CheckedOptions } from './options.js';
import { deviceJob, readOnCpu, readOnDevice, type BatchJob } from './read-batch.js';
import type { ReferenceReader } from './reference.js';

/** A line and a map as a player's events are, of the parser's own first keys: `{"t":"n+","n":60,"v":100,…}`. */
function sample(form: Form, keys: readonly string[], lines: number): Uint8Array {
  const fields = keys.slice(0, 6);
  const one =
    form === 'jsonl'
      ? Buffer.from(
          `{${fields.map((key, at) => `${JSON.stringify(key)}:${sampleNumber(at)}`).join(',')}}\n`,
        )
      : Buffer.concat([Buffer.from([0x80 | fields.length]), ...fields.map(packedField)]);
  const bytes = new Uint8Array(one.length * lines);
  for (let line = 0; line < lines; line++) bytes.set(one, line * one.length);
  return bytes;
}

function sampleNumber(at: number): number {
  return [60, 100, 1, 123_456_789, 4211, 7][at]!;
}

function packedField(key: string, at: number): Buffer {
  const text = Buffer.from(key);
  const number = Buffer.alloc(5);
  number[0] = 0xce;
  number.writeUInt32BE(sampleNumber(at), 1);
  return Buffer.concat([Buffer.from([0xa0 | text.length]), text, number]);
}

/** Finds the crossing of one form on this device. Rejects as the device does. */
export async function measureDevice(
  form: Form,
  device: DeviceReader,
  reference: ReferenceReader,
  pool: BatchMemoryPool,
  arena: MappedArena | undefined,
  { keys, nowMs }: CheckedOptions,
  limitMs: number,
): Promise<Crossing> {
  const jobs = new Map<number, BatchJob>();
  const jobOf = (lines: number): BatchJob => {
    let job = jobs.get(lines);
    if (job === undefined) {
      const bytes = sample(form, keys, lines);
      const finder = createRecordFinder();
      finder.find(bytes, undefined);
      job = deviceJob(bytes, finder, pool.take(lines), arena);
      jobs.set(lines, job);
    }
    return job;
  };
  const crossing = await measureCrossing(
    form,
    device.compute.name,
    {
      cpu: (lines) => readOnCpu(jobOf(lines), reference),
      device: async (lines) => {
        await readOnDevice(jobOf(lines), device, [form], false, reference);
      },
    },
    nowMs,
    limitMs,
  );
  // Not after a failure: a device that timed out writes however late.
  for (const { memory } of jobs.values()) pool.give(memory);
  return crossing;
}
