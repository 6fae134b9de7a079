import { describe, expect, it } from 'vitest';
import { NEWEST_MAJOR, Versions, checkVersion } from '@jamnet/schemas';
import { Status } from '@jamnet/wire';

describe('checkVersion', () => {
  it.each([
    ['jamnet/1.0', 0],
    ['jamnet/1.1', 0],
    ['jamnet/1.99999', 0],
    ['jamnet/2.0', 0],
    ['jamnet/2.31', 0],
    ['jamnet/0.9', 0],
    ['jamnet/3.0', Status.unsupportedVersion],
    ['jamnet/99999.0', Status.unsupportedVersion],
    ['jamnet-lite/1.0', Status.unknownNamespace],
    ['other/9.9', Status.unknownNamespace],
    ['', Status.malformed],
    ['1.0', Status.malformed],
    ['jamnet', Status.malformed],
    ['jamnet/1', Status.malformed],
    ['jamnet/1.0.0', Status.malformed],
    ['jamnet/01.0', Status.malformed],
    ['jamnet/1.00', Status.malformed],
    ['jamnet/100000.0', Status.malformed],
    ['JAMNET/1.0', Status.malformed],
    [' jamnet/1.0', Status.malformed],
    ['jamnet/1.0\n', Status.malformed],
  ])('%j gives %i', (text, status) => {
    expect(checkVersion(text)).toBe(status);
  });

  it('reads every version of the registry', () => {
    for (const { version, major, minor } of Versions) {
      expect(version).toBe(`jamnet/${major}.${minor}`);
      expect(checkVersion(version)).toBe(0);
      expect(major).toBeLessThanOrEqual(NEWEST_MAJOR);
    }
  });
});
