import { describe, expect, it } from 'vitest';
import { JamError } from '../src/index.js';

describe('JamError', () => {
  it('carries its code, message, name and cause', () => {
    const cause = new Error('EADDRINUSE');
    const error = new JamError('port-in-use', 'port 20000 is taken; choose another', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'JamError',
      code: 'port-in-use',
      message: 'port 20000 is taken; choose another',
      cause,
    });
  });
});
