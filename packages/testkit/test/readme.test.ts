import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as testkit from '@jamnet/testkit';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  test('has an example that prints what it says', () => {
    const [, code = ''] = /```js\n([\s\S]*?)```/.exec(readme) ?? [];
    const promised = [...code.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line);
    const printed: string[] = [];
    const body = code.replace(/^import (\{.*\}) from '@jamnet\/testkit';$/m, 'const $1 = testkit;');
    const run = new Function('testkit', 'console', body) as (...given: unknown[]) => void;
    run(testkit, { log: (...values: unknown[]) => printed.push(values.join(' ')) });
    expect(promised.length).toBeGreaterThan(1);
    expect(printed).toEqual(promised);
  });

  test('names everything that is exported', () => {
    for (const name of Object.keys(testkit)) expect(readme).toContain(`\`${name}`);
  });
});
