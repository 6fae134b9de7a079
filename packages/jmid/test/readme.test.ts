import { readFileSync } from 'node:fs';
import * as exported from '@jamnet/jmid';
import { describe, expect, it } from 'vitest';
import { createJam } from './support/jam.js';

// The examples are run with those of the other packages (tools/repo/test).
const text = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = text('../README.md');
const named = (name: string): boolean =>
  readme.includes(`\`${name}\``) || readme.includes(`\`${name}(`);

describe('the README', () => {
  it('names everything that is exported', () => {
    const names = Object.keys(exported);
    expect(names.filter((name) => !readme.includes(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(15);
  });

  it('names every option with its default', () => {
    const options = text('../src/options.ts').match(/(?<=^ {2}readonly )\w+/gmu) ?? [];
    expect(options.filter((name) => !named(name))).toEqual([]);
    expect(options.length).toBe(10);
  });

  it('names every counter, and everything that comes with an event', async () => {
    const jam = createJam(1);
    const [one, two] = [await jam.join('one'), await jam.join('two')];
    jam.runMs(100);
    one.jmid.send({ type: 'start' });
    jam.runMs(100);
    const names = [...Object.keys(two.jmid.stats()), ...Object.keys(two.heard[0].info)];
    expect(names.filter((name) => !named(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(25);
  });
});
