import { readFileSync } from 'node:fs';
import * as exported from '@jamnet/jam';
import { describe, expect, test } from 'vitest';
import { createLan } from './support/lan.js';

// The examples are run with those of the other packages (tools/repo/test).
const text = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = text('../README.md');
const named = (name: string): boolean =>
  readme.includes(`\`${name}\``) || readme.includes(`\`${name}(`);

describe('the README', () => {
  test('names everything that is exported', () => {
    const names = Object.keys(exported);
    expect(names.filter((name) => !readme.includes(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(4);
  });

  test('names every option', () => {
    const files = ['../src/session/join-options.ts', '../src/session/layers.ts'];
    const toast = text('../../toast/src/options.ts').split('export type Redundancy')[0] ?? '';
    const own = files.map((path) => text(path).split('interface CheckedJoin')[0]).join('');
    const parser = text('../src/parser/options.ts').split('interface CheckedOptions')[0];
    const names = `${toast}${own}${parser}`.match(/(?<=^ {2}readonly )\w+(?=\?)/gmu) ?? [];
    expect(names.filter((name) => !named(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(15);
  });

  test('names what a joined session and a router have', async () => {
    const jam = await exported.joinSession({ topic: 'midi://x', ...createLan().place('one') });
    const router = exported.createSessionRouter();
    const members = ['events', 'session', 'toast', 'topic', 'peers', 'stats', 'drain', 'close'];
    const names = [...members, ...Object.keys(router.stats()), 'messages', 'streams', 'publish'];
    expect(names.filter((name) => !named(name) && !readme.includes(`${name}(`))).toEqual([]);
    await jam.close();
  });
});
