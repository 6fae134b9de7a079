import { readFileSync } from 'node:fs';
import { FormatType } from '@jamnet/toast';
import { statusText } from '@jamnet/wire';
import {
  AudioMessageType,
  audioFormOf,
  createAudioRecord,
  integersOf,
  type AudioRecord,
} from '@jamnet/jdat';

/** One entry of a file of spec/jdat/v1/vectors. */
export interface Vector {
  readonly name: string;
  readonly form: FormName;
  readonly text?: string;
  readonly hex?: string;
  readonly status?: string;
  readonly standard: string;
  readonly compact: string;
  readonly msgpack: string;
  readonly binary: string;
  readonly gives: readonly string[];
}

/** Format type of each form, as the vectors call it. */
export const formatTypes = {
  standard: FormatType.STANDARD_JSON,
  compact: FormatType.COMPACT_JSONL,
  binary: FormatType.GPU_BINARY,
  msgpack: FormatType.MSGPACK,
} as const;

export type FormName = keyof typeof formatTypes;
export const formNames = Object.keys(formatTypes) as FormName[];

/** A text or a file of vectors of spec/jdat/v1. */
export function spec(path: string): string {
  return readFileSync(new URL(`../../../../spec/jdat/v1/${path}`, import.meta.url), 'utf8');
}

/** The entries of a file, by name. */
export function vectorsOf(file: string): (readonly [string, Vector])[] {
  const { vectors } = JSON.parse(spec(`vectors/${file}.json`)) as { vectors: Vector[] };
  return vectors.map((vector) => [vector.name, vector] as const);
}

export const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
export const utf8 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));

/** What a record says, its integers alone that count. */
export function contentsOf(record: AudioRecord): object {
  const { samples, start, ...rest } = record;
  return { ...rest, samples: Array.from(samples.subarray(start, start + integersOf(record))) };
}

/** What the codecs of the packet path make of a payload: each message, then the status, `ok` for none. */
export function readRecords(
  messageType: number,
  formatType: number,
  bytes: Uint8Array,
): [object[], string] {
  const record = createAudioRecord(messageType);
  const got: object[] = [];
  const form = audioFormOf(formatType)!;
  const take = (): void => void got.push(contentsOf(record));
  const status = form.readPayload(bytes, 0, bytes.length, record, take);
  return [got, statusText(status)];
}

/** The message type that a standard text is of. */
export function messageTypeOf(standard: string): number {
  return standard.startsWith('{"type":"jellie"') ? AudioMessageType.jellie : AudioMessageType.jdat;
}
