import { readFileSync } from 'node:fs';
import * as exported from '@jamnet/jdat';
import { describe, expect, it } from 'vitest';
import { createFeed } from './support/feed.js';

// The examples are run with those of the other packages (tools/repo/test).
const text = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = text('../README.md');
const named = (name: string): boolean =>
  readme.includes(`\`${name}\``) || readme.includes(`\`${name}(`);
const optionsOf = (path: string): string[] =>
  text(path).match(/(?<=^ {2}readonly )\w+(?=\?)/gmu) ?? [];

describe('the README', () => {
  it('names everything that is exported', () => {
    const names = Object.keys(exported);
    expect(names.filter((name) => !readme.includes(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(8);
  });

  it.each([
    ['../src/options.ts', 3],
    ['../src/receive-options.ts', 10],
    ['../src/send-options.ts', 7],
  ])('names every option of %s', (path, count) => {
    const options = optionsOf(path);
    expect(options.filter((name) => !named(name))).toEqual([]);
    expect(options.length).toBeGreaterThanOrEqual(count);
  });

  it('names every counter, and all that a stream says of itself', () => {
    const { counters, player } = createFeed();
    const live = Object.keys(player.live);
    const names = [...Object.keys(counters), ...live, 'lost', 'streams', 'ended'];
    expect(names.filter((name) => !named(name))).toEqual([]);
    expect(live.length).toBeGreaterThan(5);
    expect(names.length).toBeGreaterThan(24);
  });
});
