import { describe, expect, it } from 'vitest';
import { scanTargets } from '../../../src/discovery/scan/scan-targets.js';
import { subnetsOf } from '../../../src/discovery/subnet.js';
import { interfaceAt } from '../simulated-surroundings.js';

const targetsOf = (...interfaces: Parameters<typeof interfaceAt>[]): string[] =>
  scanTargets(subnetsOf(interfaces.map((each) => interfaceAt(...each))));

describe('the addresses of a scan', () => {
  it('are all others of a /24, the nearest first', () => {
    const targets = targetsOf(['10.0.0.7', 24]);
    expect(targets).toHaveLength(253);
    expect(new Set(targets).size).toBe(253);
    expect(targets.slice(0, 4)).toEqual(['10.0.0.8', '10.0.0.6', '10.0.0.9', '10.0.0.5']);
    for (const never of ['10.0.0.0', '10.0.0.7', '10.0.0.255'])
      expect(targets).not.toContain(never);
  });

  it('are no more than a /24 of a larger subnet: the one around this machine', () => {
    const targets = targetsOf(['172.16.9.200', 12]);
    expect(targets).toHaveLength(255);
    expect(targets.every((each) => each.startsWith('172.16.9.'))).toBe(true);
    // They are addresses like any other there.
    expect(targets).toContain('172.16.9.0');
    expect(targets).toContain('172.16.9.255');
  });

  it.each([
    [30, 10, ['10.0.0.9']],
    [31, 10, ['10.0.0.11']],
    [32, 10, []],
  ] as const)('are those there are of a /%i', (prefix, last, expected) => {
    expect(targetsOf([`10.0.0.${last}`, prefix])).toEqual(expected);
  });

  it('take turns between subnets, of which eight are scanned at most', () => {
    expect(targetsOf(['10.0.0.1', 24], ['10.0.1.1', 24, 'eth1']).slice(0, 4)).toEqual([
      '10.0.0.2',
      '10.0.1.2',
      '10.0.0.3',
      '10.0.1.3',
    ]);
    const many = Array.from(
      { length: 12 },
      (_, i) => [`10.0.${i}.1`, 24, `eth${i}`] as [string, number, string],
    );
    expect(targetsOf(...many)).toHaveLength(8 * 253);
  });
});
