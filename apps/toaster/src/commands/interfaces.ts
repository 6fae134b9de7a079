import { listInterfaces } from '@jamnet/toast';
import { ExitCode } from '../exit-code.js';
import { table } from '../report/table.js';
import type { CommandContext } from './context.js';

/** `toaster interfaces`: what `--interface` can name. */
export function runInterfaces({ output }: CommandContext): ExitCode {
  const interfaces = listInterfaces();
  for (const each of interfaces) output.line({ interface: each });
  const rows = interfaces.map((each) => [
    each.name,
    each.cidr ?? each.address,
    `IPv${each.family}`,
    each.kind,
    each.internal ? 'this machine only' : '',
  ]);
  for (const line of table(['NAME', 'ADDRESS', 'FAMILY', 'KIND', ''], rows)) output.text(line);
  return ExitCode.done;
}
