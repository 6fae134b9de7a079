import { JamError } from '@jamnet/wire';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENOENT: 'no such file or folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'part of its path is not a folder',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};

/** Why the system refused something, in words instead of its code. */
export function systemReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code && REASONS[code]) return REASONS[code];
  return error instanceof Error ? error.message : String(error);
}

/** What a failure looks like to the person at the shell: one line; where it arose only with `DEBUG=jamnet`. */
export function failureText(error: unknown, env: NodeJS.ProcessEnv): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = `toaster: ${message.replaceAll(/\s*\n\s*/g, ' ')}`;
  const debug = /(^|[\s,])(jamnet|\*)([\s,]|$)/.test(env['DEBUG'] ?? '');
  if (debug && error instanceof Error) return `${line}\n${stacks(error)}`;
  // A defect, not an expected refusal: whoever reports it needs to know how to see more.
  if (!(error instanceof JamError))
    return `${line} (run again with DEBUG=jamnet to see where it arose)`;
  return line;
}

function stacks(error: Error): string {
  const own = error.stack ?? String(error);
  return error.cause instanceof Error ? `${own}\ncaused by ${stacks(error.cause)}` : own;
}
