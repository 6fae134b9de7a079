import type { Writable } from 'node:stream';

/** Where a command speaks: what was asked for on standard output, everything else on standard error. */
export interface Output {
  readonly json: boolean;
  /** One JSON object on a line of standard output; nothing without `--json`. */
  line(object: object): void;
  /** A line for a person on standard output; nothing with `--json`. */
  text(line: string): void;
  /** A line on standard error, either way. */
  log(line: string): void;
  /** Resolves when all that was said has been handed to the system. */
  flushed(): Promise<void>;
}

export interface OutputOptions {
  readonly json: boolean;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** The reader of standard output went away (`toaster listen | head`): there is nobody left to speak to. */
  readonly onClosed: () => void;
}

export function createOutput(options: OutputOptions): Output {
  const { json, stdout, stderr } = options;
  let open = true;
  const onError = () => {
    if (!open) return;
    open = false;
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
    flushed() {
      if (!open || stdout.destroyed) return Promise.resolve();
      return new Promise((resolve) => stdout.write('', () => resolve()));
    },
  };
}
