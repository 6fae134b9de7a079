import { describe, expect, it } from 'vitest';
import { bindError } from '../../src/udp/bind-error.js';

const binding = { family: 4, address: '239.192.1.2', port: 80, shared: true } as const;
const systemError = (code: string) => Object.assign(new Error(`bind ${code}`), { code });

describe('bindError', () => {
  it('says who can free a port that is held', () => {
    const cause = systemError('EADDRINUSE');
    expect(bindError(cause, binding)).toMatchObject({
      code: 'port-in-use',
      cause,
      message: expect.stringMatching(/port 80 on 239\.192\.1\.2.*reuseAddr: true.*topic/),
    });
  });

  it('has simpler advice for a port that is nobody else’s by right', () => {
    const own = { ...binding, address: '0.0.0.0', port: 5004, shared: false };
    expect(bindError(systemError('EADDRINUSE'), own)).toMatchObject({
      code: 'port-in-use',
      message: 'UDP port 5004 on 0.0.0.0 is taken; choose another one, or 0 for any that is free',
    });
  });

  it.each(['EACCES', 'EPERM'])('says that %s is a matter of privileges', (code) => {
    expect(bindError(systemError(code), binding)).toMatchObject({
      code: 'not-permitted',
      message: expect.stringMatching(/below 1024/),
    });
  });

  it('has no word for other errors', () => {
    expect(bindError(systemError('EINVAL'), binding)).toBeUndefined();
    expect(bindError(null, binding)).toBeUndefined();
  });
});
