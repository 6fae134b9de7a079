import { readFileSync } from 'node:fs';
import * as exported from 'jellie';
import { describe, expect, it } from 'vitest';
import { createJellieDecoder } from '../src/jellie-decoder.js';

// The examples are run with those of the other packages (tools/repo/test).
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('names everything that is exported', () => {
    const names = Object.keys(exported);
    expect(names.filter((name) => !readme.includes(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(5);
  });

  it('names the counters that say what was wrong', () => {
    const names = Object.keys(createJellieDecoder().stats());
    expect(names).toContain('inconsistent');
    expect(readme).toContain('`inconsistent`');
    expect(readme).toContain('`late`');
  });
});
