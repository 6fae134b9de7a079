import { type Destination, JamError } from '@jamnet/wire';
import { DISCOVERY_MODES } from './discovery/mode.js';
import { parseEndpoint } from './endpoint.js';
import type { SessionOptions, StreamOptions, ToastOptions } from './options.js';

const MAX_NAME_CHARACTERS = 64;
const LEAST_RATE_CEILING = 64_000;
/** More than that would not leave a heartbeat's own line its room. */
const MAX_LINE_BYTES = 600;

function refuse(message: string): never {
  throw new JamError('bad-option', message);
}

function checkInteger(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    refuse(`${name} is ${value}: it may be an integer from ${least} to ${most}`);
  }
}

/** Throws JamError `closed` where the signal has been aborted already. */
export function checkSignal(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted !== true) return;
  throw new JamError('closed', `${what} was aborted by its signal before it was opened`, {
    cause: signal.reason,
  });
}

/** Throws JamError `bad-option`, `closed`. */
export function checkToastOptions(options: ToastOptions): void {
  const { name, families, interfaces, clockId, native, discovery } = options;
  checkSignal(options.signal, 'the toast');
  if (name !== undefined) checkName(name);
  checkList('interfaces', interfaces);
  checkList('families', families);
  if (
    families !== undefined &&
    (families.length === 0 || families.some((family) => family !== 4 && family !== 6))
  ) {
    refuse(`families is [${families.join(', ')}]: name 4, 6 or both`);
  }
  if (native !== undefined && !['auto', 'off', 'require'].includes(native)) {
    refuse(`native is '${native as string}': it is 'auto', 'off' or 'require'`);
  }
  if (discovery !== undefined && !DISCOVERY_MODES.includes(discovery)) {
    refuse(`discovery is '${String(discovery)}': it is one of ${DISCOVERY_MODES.join(', ')}`);
  }
  if (clockId !== undefined && !/^[0-9a-f]{8}$/u.test(clockId)) {
    refuse(`clockId is '${clockId}': it is eight hexadecimal digits in lower case`);
  }
}

/** A single value where a list is wanted is the mistake that programs without types make. */
function checkList(name: string, list: readonly unknown[] | undefined): void {
  if (list === undefined || Array.isArray(list)) return;
  refuse(`${name} is ${JSON.stringify(list)}: it is a list, [${JSON.stringify(list)}]`);
}

function checkName(name: string): void {
  if (typeof name !== 'string') refuse(`name is ${String(name)}: it is a text`);
  if ([...name].length > MAX_NAME_CHARACTERS) {
    refuse(`name '${name}' is too long: it may have ${MAX_NAME_CHARACTERS} characters`);
  }
  if (/[\p{Cc}\p{Cs}]/u.test(name)) {
    refuse(`name ${JSON.stringify(name)} holds a control character or half of a surrogate pair`);
  }
}

/** A text as a name: what a name may not hold is left out. */
export function asName(text: string): string {
  return [...text.replace(/[\p{Cc}\p{Cs}]/gu, '')].slice(0, MAX_NAME_CHARACTERS).join('');
}

/** Checks all but the topic and gives the peers as destinations. Throws JamError `bad-option`, `closed`. */
export function checkSessionOptions(
  options: SessionOptions,
  families: readonly (4 | 6)[],
): Destination[] {
  const { rateCeilingBitsPerSecond: ceiling, maxPeers } = options;
  checkSignal(options.signal, `the session ${options.topic}`);
  if (ceiling !== undefined && !(ceiling >= LEAST_RATE_CEILING && ceiling < Infinity)) {
    refuse(`rateCeilingBitsPerSecond is ${ceiling}: it must be at least ${LEAST_RATE_CEILING}`);
  }
  if (maxPeers !== undefined) checkInteger('maxPeers', maxPeers, 1, 2 ** 20);
  checkList('peers', options.peers);
  const peers = (options.peers ?? []).map(parseEndpoint);
  for (const { family, address } of peers) {
    if (!families.includes(family)) {
      refuse(`peer ${address} is of family ${family}: name it in the toast's families`);
    }
  }
  if (options.multicast === false && peers.length === 0) {
    refuse('a session without multicast needs peers: name at least one address:port');
  }
  return peers;
}

/** Throws JamError `bad-option`. The redundancy and whether the id is free are checked elsewhere. */
export function checkStreamOptions(options: StreamOptions): void {
  checkInteger('streamType', options.streamType, 1, 5);
  checkInteger('formatType', options.formatType, 0, 255);
  if (options.streamId !== undefined) checkInteger('streamId', options.streamId, 1, 255);
}

/** Checks the line that a layer gives to heartbeats. Throws JamError `bad-option`, `too-large`. */
export function checkLine(kind: string, line: Uint8Array): void {
  const text = new TextDecoder().decode(line);
  if (!text.startsWith(`{"t":${JSON.stringify(kind)}`) || /\n./su.test(text)) {
    refuse(`a heartbeat line of kind '${kind}' is one line that begins with {"t":"${kind}"`);
  }
  if (line.length > MAX_LINE_BYTES) {
    throw new JamError(
      'too-large',
      `a heartbeat line of kind '${kind}' has ${line.length} bytes: it may have ${MAX_LINE_BYTES}`,
    );
  }
}
