import { readFileSync } from 'node:fs';
import * as exported from '@jamnet/pnbtr';
import { createConcealer } from '@jamnet/pnbtr';
import { describe, expect, it } from 'vitest';

// The examples are run with those of the other packages (tools/repo/test).
const text = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = text('../README.md');

describe('the README', () => {
  it('names everything that is exported', () => {
    const index = text('../src/index.ts');
    const types = [...index.matchAll(/export type \{([^}]*)\}/gu)].flatMap(([, list]) =>
      list!.split(',').map((name) => name.trim()),
    );
    const names = [...Object.keys(exported), ...types].filter((name) => name !== '');
    expect(names.filter((name) => !readme.includes(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(10);
  });

  it('names every option and every counter of a concealer', () => {
    const options = text('../src/options.ts').match(/(?<=^ {2}readonly )\w+/gmu) ?? [];
    const counters = Object.keys(createConcealer({ sampleRate: 48_000, method: 'zero' }).stats());
    const missing = [...options, ...counters].filter((name) => !readme.includes(`\`${name}\``));
    expect(missing).toEqual([]);
    expect(options.length).toBe(10);
  });
});
