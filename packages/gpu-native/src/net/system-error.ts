import { getSystemErrorMap } from 'node:util';
import type { EngineError } from './net-addon.js';

/** `ENETUNREACH: network is unreachable`. */
export function describeErrno(errno: number): string {
  const [code, text] = getSystemErrorMap().get(-errno) ?? [`E${errno}`, 'unknown error'];
  return `${code}: ${text}`;
}

/** `ENETUNREACH: network is unreachable, sending to 192.0.2.1:7`. */
export function describeEngineError(error: EngineError): string {
  const what = describeErrno(error.errno);
  if (error.address === undefined) return what;
  const host = error.family === 6 ? `[${error.address}]` : error.address;
  return `${what}, ${error.sending ? 'sending to' : 'on the socket of'} ${host}:${error.port}`;
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
