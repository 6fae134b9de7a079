import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { lowerThread, raiseThread, threadScheduling } from '../src/thread-scheduling.js';
import { nativeAddon } from './need-native.js';

const { addon } = nativeAddon();

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
      expect(raised.reason).toMatch(/permitted/u);
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

  test('options out of range are refused', () => {
    expect(() => raiseThread({ priority: 0 })).toThrow(/priority is 0/u);
    expect(() => raiseThread({ mostRunMs: 1 })).toThrow(/mostRunMs is 1/u);
  });
});
