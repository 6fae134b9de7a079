import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as wire from '../src/index.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('has examples that print what they say', () => {
    const examples = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code);
    expect(examples).toHaveLength(2);
    for (const code of examples) {
      const [, names = ''] = /import \{(.*)\} from '@jamnet\/wire';/.exec(code) ?? [];
      const promised = [...code.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line);
      const printed: string[] = [];
      const body = code.replace(/^import .*$/m, `const {${names}} = wire;`);
      const run = new Function('wire', 'console', body) as (...given: unknown[]) => void;
      run(wire, { log: (...values: unknown[]) => printed.push(values.join(' ')) });
      expect(promised).toHaveLength(2);
      expect(printed).toEqual(promised);
    }
  });

  it('names everything that is exported, and every status by its number', () => {
    for (const name of Object.keys(wire)) {
      if (!name.startsWith('DESCRIPTOR_')) expect(readme).toContain(`\`${name}`);
    }
    for (const [name, status] of Object.entries(wire.Status)) {
      expect(readme).toContain(`\`${name}\` ${status}`);
    }
  });
});
