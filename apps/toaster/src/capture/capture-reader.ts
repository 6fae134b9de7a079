import type { Readable } from 'node:stream';
import { JamError } from '@jamnet/wire';
import { NEWEST_MAJOR } from '@jamnet/schemas';
import type { CaptureEnd, CaptureFrame, CaptureHeader } from './capture-line.js';

/** A line of a capture as it was read. */
export type ReadLine =
  | { readonly number: number; readonly line: CaptureFrame | CaptureEnd }
  /** One that is not to be used, and why. */
  | { readonly number: number; readonly fault: string };

export interface CaptureReader {
  readonly header: CaptureHeader;
  /** The lines behind the header, as they are asked for: no more than a piece of the file is in memory. */
  readonly lines: AsyncGenerator<ReadLine>;
}

/** A frame has 1,158 bytes of payload at most: even a line of single digits is far shorter. */
const MOST_LINE_BYTES = 1 << 20;
const NEWLINE = 10;

/** Reads the header. Rejects with JamError `file-unreadable`, `unsupported-version` where it is none. */
export async function openCapture(input: Readable, name: string): Promise<CaptureReader> {
  const texts = splitLines(input, name);
  const first = await texts.next();
  if (first.done) throw new JamError('file-unreadable', `${name} is empty: it is no capture`);
  return { header: readHeader(first.value.text, name), lines: readLines(texts) };
}

function readHeader(text: string | null, name: string): CaptureHeader {
  const value = text === null ? undefined : parsed(text);
  if (value?.['type'] !== 'capture' || typeof value['topic'] !== 'string')
    throw new JamError(
      'file-unreadable',
      `${name} is no capture: its first line has no "type":"capture" with a topic; toaster capture writes them`,
    );
  const version = String(value['version']);
  const major = /^jamnet\/(\d{1,5})\.\d{1,5}$/.exec(version)?.[1];
  if (major === undefined || Number(major) > NEWEST_MAJOR)
    throw new JamError(
      'unsupported-version',
      `${name} is a capture of version ${version}: this program reads up to jamnet/${NEWEST_MAJOR}`,
    );
  return value as unknown as CaptureHeader;
}

interface TextLine {
  readonly number: number;
  /** Null for one that is longer than any may be. */
  readonly text: string | null;
  /** No line feed after it: what was being written when it ended. */
  readonly isCut: boolean;
}

async function* readLines(texts: AsyncGenerator<TextLine>): AsyncGenerator<ReadLine> {
  for await (const { number, text, isCut } of texts) {
    if (text === null) yield { number, fault: `longer than ${MOST_LINE_BYTES} bytes` };
    else if (text.trim() !== '') yield { number, ...readLine(text, isCut) };
  }
}

function readLine(
  text: string,
  isCut: boolean,
): { readonly line: CaptureFrame | CaptureEnd } | { readonly fault: string } {
  const value = parsed(text);
  if (!value) return { fault: isCut ? 'the file was cut off in it' : 'no JSON object' };
  if (value['type'] === 'end') return { line: value as unknown as CaptureEnd };
  if (value['type'] !== 'frame')
    return { fault: `of type ${JSON.stringify(value['type'] ?? null).slice(0, 40)}` };
  const wrong = Object.entries(FRAME_MEMBERS).find(([member, isRight]) => !isRight(value[member]));
  return wrong
    ? {
        fault: `a frame whose ${wrong[0]} is ${JSON.stringify(value[wrong[0]] ?? null).slice(0, 40)}`,
      }
    : { line: value as unknown as CaptureFrame };
}

const integerTo = (most: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
const byte = integerTo(255);

const FRAME_MEMBERS: Readonly<Record<string, (value: unknown) => boolean>> = {
  at: integerTo(Number.MAX_SAFE_INTEGER),
  sender: (value) => typeof value === 'string' && /^[0-9a-f]{8}$/.test(value),
  stream: byte,
  streamType: byte,
  messageType: byte,
  form: byte,
  flags: byte,
  burst: (value) => Array.isArray(value) && value.length === 2 && value.every(integerTo(16)),
  sequence: integerTo(0xffff_ffff),
  timestamp: (value) => value === undefined || integerTo(Number.MAX_SAFE_INTEGER)(value),
  messages: (value) => Array.isArray(value),
};

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

async function* splitLines(input: Readable, name: string): AsyncGenerator<TextLine> {
  let number = 0;
  let parts: Buffer[] = [];
  let length = 0;
  const take = (isCut: boolean): TextLine => {
    const text = length > MOST_LINE_BYTES ? null : Buffer.concat(parts).toString('utf8');
    parts = [];
    length = 0;
    return { number: ++number, text, isCut };
  };
  const add = (part: Buffer): void => {
    length += part.length;
    // Of a line that is too long anyway nothing more is kept.
    if (length <= MOST_LINE_BYTES) parts.push(part);
    else parts = [];
  };
  try {
    for await (const chunk of input as AsyncIterable<Buffer>) {
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
        add(chunk.subarray(from, end));
        from = end + 1;
        yield take(false);
      }
      if (from < chunk.length) add(chunk.subarray(from));
    }
  } catch (error) {
    throw new JamError(
      'file-unreadable',
      `cannot read ${name}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
  if (length > 0) yield take(true);
}
