import { JamError, nativeHandle, type Compute, type MappedArena } from '@jamnet/wire';
import { createBatch, type JamBatch } from './batch.js';
import { createBatchMemoryPool, type BatchMemoryPool } from './batch-memory.js';
import type { Crossing } from './crossing.js';
import { MAX_INPUT_BYTES } from './device-input.js';
import { createDeviceReader, type DeviceReader, type Form } from './device-reader.js';
import { createRecordFinder, type RecordFinder } from './find-records.js';
import { createKeyTable } from './key-table.js';
import { measureDevice } from './measure-device.js';
import { openBackend, type Backend } from '../native-backend.js';
import {
  checkOptions,
  type CheckedOptions,
  type JamParserMode,
  type JamParserOptions,
} from './options.js';
import {
  type BatchJob,
  cpuJob,
  deviceJob,
  jobAfterFailure,
  readOnCpu,
  readOnDevice,
} from './read-batch.js';
import { createReferenceReader, type ReferenceReader } from './reference.js';

/** Reads batches of JSON lines or MessagePack maps into columns, on the CPU or on a device. */
export interface JamParser {
  /** What was asked for; `cpu` where there is no device, and once a device has failed. */
  readonly mode: JamParserMode;
  /** One line for a person: why no device is used, or why it is used no more; null where all is as asked. */
  readonly notice: string | null;
  /** The device's own name; null where none is used. */
  readonly device: string | null;
  readonly keys: readonly string[];
  readonly types: readonly string[];
  /** What `auto` has measured, a form each; empty before and in other modes. Until then it reads on the CPU. */
  readonly crossings: readonly Crossing[];
  /** Resolves when `auto` has measured; at once in other modes. Never rejects. */
  measured(): Promise<void>;

  /**
   * Reads a batch. `spans` holds offset and length of each payload in `bytes`; without it all of `bytes` is one payload. A payload
   * is JSON lines or MessagePack maps back to back, which its first bytes say. What is not well-formed is a status of its line.
   * `bytes` is borrowed until the batch is released and must not change before. Bytes in the arena are read where they lie.
   *
   * Rejects with a JamError: `closed` after `close`, `bad-option` for what is no Uint8Array. A device that fails leaves the batch to the CPU, whole, and is not used again.
   */
  parse(bytes: Uint8Array, spans?: Uint32Array): Promise<JamBatch>;
  /** {@link parse} on the CPU, done when it returns: for few lines. Throws what `parse` rejects with. */
  parseNow(bytes: Uint8Array, spans?: Uint32Array): JamBatch;

  /** Goes over to another device, for example after the first was lost, and measures again where the mode is `auto`. */
  useDevice(compute: Compute): Promise<void>;
  /** Ends the use of the device. Batches that are not released stay readable. A second call does nothing. */
  close(): void;
}

/**
 * Makes a parser. Rejects with a JamError: `bad-option`; `native-unavailable`, with the reason, when the mode wants a device and
 * there is none; `device-lost` when the device refuses the kernels.
 */
export async function createJamParser(options: JamParserOptions = {}): Promise<JamParser> {
  const checked = checkOptions(options);
  const backend = await chooseBackend(checked);
  if (backend.compute === undefined && checked.mode.startsWith('gpu-')) {
    throw new JamError(
      'native-unavailable',
      `createJamParser: mode '${checked.mode}' needs a device and there is none: ${backend.reason}`,
    );
  }
  const parser = new BatchParser(checked, backend);
  if (backend.compute !== undefined) await parser.useDevice(backend.compute);
  return parser;
}

/** A device that was passed goes before the shared one; `cpu` asks for none. */
async function chooseBackend({ mode, compute, arena }: CheckedOptions): Promise<Backend> {
  if (mode === 'cpu') return { compute: undefined, arena, reason: '' };
  if (compute === null) return { compute: undefined, arena, reason: 'compute is null' };
  if (compute !== undefined) return { compute, arena: nativeHandle()?.arena, reason: '' };
  return openBackend();
}

const FORMS: Readonly<Record<JamParserMode, readonly Form[]>> = {
  auto: ['jsonl', 'message-pack'],
  cpu: [],
  'gpu-jsonl': ['jsonl'],
  'gpu-binary': ['message-pack'],
};

class BatchParser implements JamParser {
  notice: string | null;
  readonly keys: readonly string[];
  readonly types: readonly string[];
  crossings: readonly Crossing[] = [];
  readonly #options: CheckedOptions;
  readonly #arena: MappedArena | undefined;
  readonly #reference: ReferenceReader;
  readonly #pool: BatchMemoryPool;
  readonly #finder = createRecordFinder();
  #device: DeviceReader | undefined;
  /** Raised whenever a device goes: who waited meanwhile sees that it comes too late. */
  #deviceChanges = 0;
  #measuring: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: CheckedOptions, { arena, reason }: Backend) {
    const { keys, types, typeKey } = options;
    this.keys = keys;
    this.types = types;
    this.#options = options;
    this.#arena = options.arena ?? arena;
    this.#reference = createReferenceReader(keys, types, typeKey);
    this.#pool = createBatchMemoryPool(
      keys.length,
      createKeyTable(keys, types, typeKey),
      this.#arena,
    );
    this.notice = reason === '' ? null : `lines are parsed on the CPU: ${reason}`;
  }

  get mode(): JamParserMode {
    return this.#device === undefined ? 'cpu' : this.#options.mode;
  }

  get device(): string | null {
    return this.#device?.compute.name ?? null;
  }

  measured(): Promise<void> {
    return this.#measuring;
  }

  async useDevice(compute: Compute): Promise<void> {
    const { mode } = this.#options;
    if (mode === 'cpu') return;
    this.#dropDevice();
    const change = this.#deviceChanges;
    let device: DeviceReader;
    try {
      device = await createDeviceReader(compute, FORMS[mode]);
    } catch (error) {
      if (mode !== 'auto') throw error;
      if (change === this.#deviceChanges) this.#giveUp(undefined, error);
      return;
    }
    if (change !== this.#deviceChanges) {
      // Closed, or given another device, while the kernels were loaded.
      device.close();
      return;
    }
    this.#device = device;
    this.notice = null;
    if (mode === 'auto') this.#measuring = this.#measure(device);
  }

  async parse(bytes: Uint8Array, spans?: Uint32Array): Promise<JamBatch> {
    const finder = this.#find(bytes, spans);
    const device = this.#device;
    const forms = device === undefined ? [] : this.#deviceForms(finder);
    if (device === undefined || forms.length === 0) return this.#onCpu(bytes, finder);

    const memory = this.#pool.take(finder.count);
    const job = deviceJob(bytes, finder, memory, this.#arena);
    const mixed = finder.messagePacks > 0 && finder.messagePacks < finder.count;
    try {
      const onCpu = await readOnDevice(job, device, forms, mixed, this.#reference);
      return this.#batch(job, device.compute.name, onCpu);
    } catch (error) {
      this.#giveUp(device, error);
      const rest = jobAfterFailure(job, this.#pool.replace(memory, job.lines));
      readOnCpu(rest, this.#reference);
      return this.#batch(rest, 'cpu', rest.lines);
    }
  }

  parseNow(bytes: Uint8Array, spans?: Uint32Array): JamBatch {
    return this.#onCpu(bytes, this.#find(bytes, spans));
  }

  close(): void {
    this.#closed = true;
    this.#dropDevice();
    this.#pool.close();
  }

  #find(bytes: Uint8Array, spans: Uint32Array | undefined): RecordFinder {
    if (this.#closed) throw new JamError('closed', 'JamParser: it is closed');
    if (!(bytes instanceof Uint8Array)) {
      throw new JamError(
        'bad-option',
        `JamParser.parse: bytes is a ${typeof bytes}; pass a Uint8Array, for text what TextEncoder makes of it`,
      );
    }
    this.#finder.find(bytes, spans);
    return this.#finder;
  }

  #onCpu(bytes: Uint8Array, finder: RecordFinder): JamBatch {
    const job = cpuJob(bytes, finder, this.#pool.take(finder.count));
    readOnCpu(job, this.#reference);
    return this.#batch(job, 'cpu', job.lines);
  }

  /** The forms of this batch that go to the device. */
  #deviceForms(finder: RecordFinder): Form[] {
    if (finder.last - finder.first > MAX_INPUT_BYTES) return [];
    return FORMS[this.#options.mode].filter((form) => {
      const lines = form === 'jsonl' ? finder.count - finder.messagePacks : finder.messagePacks;
      return lines > 0 && lines >= this.#crossing(form);
    });
  }

  #crossing(form: Form): number {
    if (this.#options.mode !== 'auto') return 0;
    return this.crossings.find((crossing) => crossing.form === form)?.lines ?? Infinity;
  }

  #batch(job: BatchJob, readBy: string, linesOnCpu: number): JamBatch {
    const { memory, columns, bytes, lines, copiedBytes } = job;
    return createBatch({
      ...{ keys: this.keys, types: this.types, readBy, linesOnCpu, copiedBytes, bytes },
      ...{ records: memory.records, columns, lines },
      release: () => this.#pool.give(memory),
    });
  }

  async #measure(device: DeviceReader): Promise<void> {
    const { measureMs } = this.#options;
    const forms = FORMS.auto;
    this.crossings = [];
    try {
      for (const form of forms) {
        const crossing = await measureDevice(
          ...([form, device, this.#reference, this.#pool, this.#arena] as const),
          ...([this.#options, measureMs / forms.length] as const),
        );
        if (this.#device !== device) return;
        this.crossings = [...this.crossings, crossing];
      }
    } catch (error) {
      this.#giveUp(device, error);
    }
  }

  /** Says why, and stays on the CPU. A device that has been replaced meanwhile is none of our business. */
  #giveUp(device: DeviceReader | undefined, error: unknown): void {
    if (this.#device !== device || this.#closed) return;
    this.#dropDevice();
    this.notice = `lines are parsed on the CPU from now on: ${(error as Error).message}`;
  }

  #dropDevice(): void {
    this.#deviceChanges++;
    this.#device?.close();
    this.#device = undefined;
    this.crossings = [];
  }
}
