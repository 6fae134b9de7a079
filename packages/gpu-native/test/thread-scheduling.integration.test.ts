import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { afterEach, describe, expect, test } from 'vitest';
import { lowerThread, raiseThread, threadScheduling } from '../src/thread-scheduling.js';
import { loadAddon } from '../src/index.js';
import { nativeAddon } from './need-native.js';

const { addon } = nativeAddon();
const loaded = loadAddon();

const permitted = (): boolean => {
  const { realtime } = raiseThread();
  lowerThread();
  return realtime;
};

describe.skipIf(addon?.raiseThread === undefined)('the scheduling of a thread', () => {
  afterEach(() => lowerThread());

  test('a thread is raised, or it is said why not', () => {
    const raised = raiseThread({ priority: 3 });
    if (raised.realtime) {
      expect(raised.priority).toBe(3);
      expect(threadScheduling()).toEqual(raised);
    } else {
      expect(raised.reason).toMatch(/permit/u);
      expect(raised.hint).toContain('ulimit -r');
    }
    lowerThread();
    expect(threadScheduling()).toMatchObject({
      realtime: false,
      reason: 'it is an ordinary thread',
    });
  });

  test.skipIf(!permitted())('an endless loop does not keep it', () => {
    raiseThread({ mostRunMs: 50 });
    const giveUp = performance.now() + 20_000;
    while (threadScheduling().realtime && performance.now() < giveUp);
    expect(threadScheduling().realtime).toBe(false);
    expect(raiseThread().realtime).toBe(true);
  });

  test.skipIf(!permitted())('a program that it starts is ordinary', () => {
    raiseThread();
    const { stdout } = spawnSync('sh', ['-c', 'cat /proc/$$/stat'], { encoding: 'utf8' });
    // The policy is the 41st field; the second may hold anything, in brackets.
    const policy = stdout.slice(stdout.lastIndexOf(')') + 2).split(' ')[38];
    expect(policy).toBe('0');
  });

  // Members of Debian's group `audio` may raise a thread and have no other rights.
  test.skipIf(process.getuid?.() !== 0 || !permitted()).each([
    ['when it is asked for', 'addon.lowerThread();'],
    [
      'when it runs on',
      'const giveUp = performance.now() + 20000; while (addon.threadScheduling()[0] > 0 && performance.now() < giveUp);',
    ],
  ])('it is lowered without rights %s', (_, lower) => {
    const code = `
      const addon = require(${JSON.stringify(loaded.ok ? loaded.path : '')});
      const [before] = addon.raiseThread(2, 50000);
      process.setuid(65534);
      ${lower}
      console.log(before, addon.threadScheduling()[0], addon.raiseThread(2, 50000)[0]);`;
    const { stdout } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
    expect(stdout).toBe('2 0 0\n');
  });

  test('options out of range are refused', () => {
    expect(() => raiseThread({ priority: 0 })).toThrow(/priority is 0/u);
    expect(() => raiseThread({ mostRunMs: 1 })).toThrow(/mostRunMs is 1/u);
  });
});
