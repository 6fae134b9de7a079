import { dirname, join } from 'node:path';

/** A kernel as the compiler gets it: one text, and where each of its lines comes from. */
export interface ExpandedKernel {
  readonly text: string;
  /** For line n of `text` (from 1) the entry at n - 1. */
  readonly origins: readonly LineOrigin[];
}

export interface LineOrigin {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Something that is wrong with a kernel, with the place a person has to look at. */
export class KernelFault extends Error {}

const include = /^\s*#\s*include\s+"([^"]*)"\s*$/;
const anyInclude = /^\s*#\s*include\b/;
const plainName = /^[a-z0-9][a-z0-9_-]*\.glsl$/;

/**
 * Puts the text of `#include "x.glsl"` in the line's place; the file lies beside the kernel. A file that was already
 * put in is left out the second time, so no guards are needed and a circle ends.
 */
export function expandIncludes(file: string, read: (path: string) => string): ExpandedKernel {
  const text: string[] = [];
  const origins: LineOrigin[] = [];
  const seen = new Set<string>();

  const add = (path: string): void => {
    seen.add(path);
    const lines = read(path).replace(/\r\n/g, '\n').replace(/\n$/, '').split('\n');
    for (const [index, line] of lines.entries()) {
      const origin = { file: path, line: index + 1 };
      if (!anyInclude.test(line)) {
        text.push(line);
        origins.push(origin);
        continue;
      }
      const at = `${path}:${origin.line}`;
      const name = include.exec(line)?.[1];
      if (name === undefined || !plainName.test(name)) {
        throw new KernelFault(`${at}: write #include "name.glsl", a file of the same folder`);
      }
      const included = join(dirname(file), name);
      if (seen.has(included)) continue;
      try {
        add(included);
      } catch (error) {
        if (error instanceof KernelFault) throw error;
        throw new KernelFault(`${at}: ${name} cannot be read: ${(error as Error).message}`);
      }
    }
  };

  add(file);
  return { text: `${text.join('\n')}\n`, origins };
}
