import { getSystemErrorMap } from 'node:util';

/** `ENETUNREACH: network is unreachable`. */
export function describeErrno(errno: number): string {
  const [code, text] = getSystemErrorMap().get(-errno) ?? [`E${errno}`, 'unknown error'];
  return `${code}: ${text}`;
}

/** An error with `code`, `errno` and `syscall`, as Node's own have them. */
export function systemError(errno: number, syscall: string, where: string): Error {
  const code = getSystemErrorMap().get(-errno)?.[0] ?? `E${errno}`;
  return Object.assign(new Error(`${syscall} ${code} ${where}`.trimEnd()), {
    code,
    errno: -errno,
    syscall,
  });
}

/** Throws where a function of the engine gave an errno. */
export function check(errno: number, syscall: string, where: string): void {
  if (errno !== 0) throw systemError(errno, syscall, where);
}
