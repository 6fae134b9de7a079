import {
  accessSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { JamError } from '@jamnet/wire';
import { systemReason } from './failure.js';

/** A file that is written beside its place and moved there when it is whole: nobody ever sees half a file. */
export interface OutputPath {
  /** As it was named. */
  readonly path: string;
  /** Where to write. */
  readonly temporary: string;
  /** Runs what writes to `temporary` and moves the file to its place; without a trace where it fails. Throws JamError `not-permitted`. */
  fill<T>(write: () => T): T;
  /** The two halves of it, for what takes its time. */
  keep(): void;
  discard(): void;
}

/**
 * Checks at once that a file can be written there, for nobody wants to learn it after an hour's work. Throws JamError `not-permitted`
 * that says why not, and `instead`, what to do.
 */
export function openOutputPath(path: string, instead: string): OutputPath {
  const target = attempt(path, instead, () => writableTarget(path));
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.part`);
  attempt(path, instead, () => {
    closeSync(openSync(temporary, 'w'));
    rmSync(temporary);
  });
  const keep = () => renameSync(temporary, target);
  const discard = () => rmSync(temporary, { force: true });
  return {
    path,
    temporary,
    fill(write) {
      return attempt(path, instead, () => {
        try {
          const value = write();
          keep();
          return value;
        } catch (error) {
          discard();
          throw error;
        }
      });
    },
    keep: () => attempt(path, instead, keep),
    discard,
  };
}

/** Checks that a file can be made or overwritten there. Throws JamError `not-permitted` as {@link openOutputPath} does. */
export function checkWritable(path: string, instead: string): void {
  attempt(path, instead, () => {
    const target = writableTarget(path);
    const there = statSync(target, { throwIfNoEntry: false });
    // What is there keeps what it holds until the first sound comes.
    closeSync(openSync(target, 'a'));
    if (!there) rmSync(target);
  });
}

/** The file itself where `path` is a link to one, be it there already or not. */
function writableTarget(path: string): string {
  const existing = statSync(path, { throwIfNoEntry: false });
  if (!existing) {
    const link = lstatSync(path, { throwIfNoEntry: false });
    if (!link?.isSymbolicLink()) return resolve(path);
    // Links that lead round in a circle have been refused by the first question.
    return writableTarget(resolve(realpathSync(dirname(path)), readlinkSync(path)));
  }
  if (!existing.isFile())
    throw new Error(existing.isDirectory() ? 'it is a folder' : 'it is no ordinary file');
  accessSync(path, constants.W_OK);
  return realpathSync(path);
}

function attempt<T>(path: string, instead: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof JamError) throw error;
    throw new JamError(
      'not-permitted',
      `cannot write ${path}: ${systemReason(error)}; ${instead}`,
      {
        cause: error,
      },
    );
  }
}
