import type { Writable } from 'node:stream';
import { JamError } from '@jamnet/wire';
import { systemReason } from './failure.js';

/** Where a command speaks: what was asked for on standard output, everything else on standard error. */
export interface Output {
  readonly json: boolean;
  /** One JSON object on a line of standard output; nothing without `--json`. */
  line(object: object): void;
  /** A line for a person on standard output; nothing with `--json`. */
  text(line: string): void;
  /** A line on standard error, either way. */
  log(line: string): void;
  /** Standard output takes nothing any more. */
  readonly closed: boolean;
  /** Resolves when all that was said has been handed to the system. Rejects with a JamError when the system refused some of it. */
  flushed(): Promise<void>;
}

export interface OutputOptions {
  readonly json: boolean;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Standard output takes nothing any more: its reader went away (`toaster listen | head`), or its disk is full. */
  readonly onClosed: () => void;
}

export function createOutput(options: OutputOptions): Output {
  const { json, stdout, stderr } = options;
  let open = true;
  let failure: JamError | undefined;
  const onError = (error: NodeJS.ErrnoException) => {
    if (!open) return;
    open = false;
    failure = outputFailure(error);
    options.onClosed();
  };
  stdout.on('error', onError);
  // Nobody reads the log any more: that is no reason to end.
  stderr.on('error', () => undefined);

  function write(text: string): void {
    if (open && !stdout.destroyed) stdout.write(text);
  }

  return {
    json,
    line(object) {
      if (json) write(`${JSON.stringify(object)}\n`);
    },
    text(line) {
      if (!json) write(`${line}\n`);
    },
    log(line) {
      if (!stderr.destroyed) stderr.write(`${line}\n`);
    },
    get closed() {
      return !open;
    },
    async flushed() {
      if (open && !stdout.destroyed) {
        await new Promise<void>((resolve) => stdout.write('', () => resolve()));
      }
      // A stream says what went wrong only after it has been called back.
      await new Promise((resolve) => setImmediate(resolve));
      if (failure) throw failure;
    },
  };
}

/** That nobody reads any more is no failure. */
export function outputFailure(error: NodeJS.ErrnoException): JamError | undefined {
  if (error.code === 'EPIPE') return undefined;
  return new JamError(
    'not-permitted',
    `cannot write to standard output: ${systemReason(error)}; what was said is not complete`,
    { cause: error },
  );
}
