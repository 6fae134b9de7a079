import { readFileSync } from 'node:fs';
import * as exported from '@jamnet/devices';
import { describe, expect, it } from 'vitest';

// The examples are run with those of the other packages (tools/repo/test).
const text = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = text('../README.md');
const optionsIn = (path: string): string[] => text(path).match(/(?<=^ {2}readonly )\w+/gmu) ?? [];

describe('the README', () => {
  it('names everything that is exported', () => {
    const index = text('../src/index.ts');
    const types = [...index.matchAll(/export (?:type )?\{([^}]*)\}/gu)].flatMap(([, list]) =>
      list!.split(',').map((name) => name.replace('type ', '').trim()),
    );
    const names = [...new Set([...Object.keys(exported), ...types])].filter((name) => name !== '');
    expect(names.filter((name) => !readme.includes(`\`${name}`))).toEqual([]);
    expect(names.length).toBeGreaterThan(15);
  });

  it('names every option', () => {
    const options = optionsIn('../src/live-devices-options.ts');
    expect(options.length).toBe(9);
    expect(options.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});
