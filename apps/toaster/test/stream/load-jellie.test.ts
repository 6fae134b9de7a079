import { describe, expect, it } from 'vitest';
import { findJellie, needJellie } from '../../src/stream/load-jellie.js';

const missing = () => Promise.reject(new Error('Cannot find package'));

describe('JELLIE', () => {
  it('is used where it is installed', async () => {
    const jellieCoding = { name: 'jellie', messageType: 1 };
    expect(await findJellie(() => Promise.resolve({ jellieCoding }))).toBe(jellieCoding);
  });

  it('is not missed by whoever only listens', async () => {
    expect(await findJellie(missing)).toBeNull();
    expect(await findJellie(() => Promise.resolve({ default: 'another package' }))).toBeNull();
  });

  it('is refused with what to do where it was asked for', async () => {
    await expect(needJellie(missing)).rejects.toThrow(
      /JELLIE is not installed here: .*without --jellie/,
    );
  });
});
