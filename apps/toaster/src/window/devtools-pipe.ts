import type { Readable, Writable } from 'node:stream';
import { JamError } from '@jamnet/wire';
import { createFrameReader } from './pipe-framing.js';

const LONGEST_MESSAGE_BYTES = 16 * 1024 * 1024;

/** What the browser tells unasked. */
export interface DevtoolsEvent {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly sessionId?: string;
}

/** The browser's remote control: JSON messages with a zero byte after each, on two pipes. */
export interface DevtoolsPipe {
  /** Rejects when the browser refuses, and when it is gone. */
  call(method: string, params?: object, sessionId?: string): Promise<Record<string, unknown>>;
  /** Calls that have no answer yet. */
  readonly pending: number;
  /** No call is answered any more: the browser is gone. */
  close(): void;
}

export interface DevtoolsPipeOptions {
  readonly toBrowser: Writable;
  readonly fromBrowser: Readable;
  readonly onEvent: (event: DevtoolsEvent) => void;
}

interface Call {
  readonly resolve: (result: Record<string, unknown>) => void;
  readonly reject: (error: Error) => void;
}

interface Answer {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

export function createDevtoolsPipe(options: DevtoolsPipeOptions): DevtoolsPipe {
  const { toBrowser, fromBrowser, onEvent } = options;
  const calls = new Map<number, Call>();
  let lastId = 0;
  let isClosed = false;

  const reader = createFrameReader({
    separator: 0,
    maxBytes: LONGEST_MESSAGE_BYTES,
    onFrame(text) {
      const message = readMessage(text);
      if (message === null) return;
      if (message.id === undefined) {
        if (message.method !== undefined) onEvent(message);
        return;
      }
      const call = calls.get(message.id);
      calls.delete(message.id);
      if (message.error === undefined) call?.resolve(message.result ?? {});
      else call?.reject(refusal(message.error.message));
    },
  });

  function close(): void {
    isClosed = true;
    for (const call of calls.values()) call.reject(gone());
    calls.clear();
  }

  fromBrowser.on('data', (chunk: Buffer) => reader.push(chunk));
  fromBrowser.on('error', close).on('close', close);
  toBrowser.on('error', close);

  return {
    call(method, params = {}, sessionId) {
      if (isClosed) return Promise.reject(gone());
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        calls.set(id, { resolve, reject });
        toBrowser.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      });
    },
    get pending() {
      return calls.size;
    },
    close,
  };
}

function readMessage(text: string): (Answer & DevtoolsEvent) | null {
  try {
    return JSON.parse(text) as Answer & DevtoolsEvent;
  } catch {
    return null;
  }
}

function gone(): JamError {
  return new JamError('closed', 'The browser is gone; open its window again');
}

function refusal(message: string): JamError {
  return new JamError('closed', `The browser refuses: ${message}; is it older than 2023?`);
}
