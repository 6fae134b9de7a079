import type { NativeChoice } from '@jamnet/toast';
import { type Command, Option } from 'commander';

/** Stands before the command: `toaster --native off play …`. */
export function createNativeOption(): Option {
  return new Option('--native <choice>', 'whether the native port carries the datagrams')
    .choices(['auto', 'off', 'require'])
    .default('auto');
}

/** What was chosen before the command. */
export function nativeChoice(command: Command): NativeChoice {
  return command.optsWithGlobals<{ readonly native?: NativeChoice }>().native ?? 'auto';
}
