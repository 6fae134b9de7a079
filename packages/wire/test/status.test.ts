import { describe, expect, it } from 'vitest';
import { Status, statusText } from '../src/index.js';

describe('Status', () => {
  it('has the numbers that vectors and kernels name', () => {
    expect(Status).toEqual({
      short: -1,
      badLength: -2,
      badCrc: -3,
      badVersion: -4,
      badFlags: -5,
      badStreamType: -6,
      malformed: -7,
      outOfRange: -8,
      unknownForm: -9,
      unknownType: -10,
      noSpace: -11,
      badBurst: -12,
      unsupportedVersion: -13,
      unknownNamespace: -14,
    });
  });

  it('has a text for each, for success and for what it does not know', () => {
    for (const [name, status] of Object.entries(Status)) expect(statusText(status)).toBe(name);
    expect(statusText(0)).toBe('ok');
    expect(statusText(1200)).toBe('ok');
    expect(statusText(-99)).toBe('status -99');
  });
});
