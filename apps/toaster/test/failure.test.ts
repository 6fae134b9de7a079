import { JamError } from '@jamnet/wire';
import { expect, it } from 'vitest';
import { failureText, systemReason } from '../src/failure.js';

it('an expected failure is one line', () => {
  const error = new JamError('port-in-use', 'port 20123 is taken;\n  end the other program');
  expect(failureText(error, {})).toBe('toaster: port 20123 is taken; end the other program');
});

it('a defect says how to see more', () => {
  expect(failureText(new TypeError('x is undefined'), {})).toBe(
    'toaster: x is undefined (run again with DEBUG=jamnet to see where it arose)',
  );
  expect(failureText('just text', {})).toContain('toaster: just text');
});

it('DEBUG=jamnet shows where it arose, and what was behind it', () => {
  const error = new JamError('closed', 'ended', { cause: new Error('the reason') });
  const text = failureText(error, { DEBUG: 'other,jamnet' });
  expect(text).toMatch(/^toaster: ended\nJamError: ended\n\s+at /);
  expect(text).toContain('caused by Error: the reason');
  expect(failureText(error, { DEBUG: 'jamnetwork' })).toBe('toaster: ended');
});

it('the system’s codes are said in words', () => {
  expect(systemReason(Object.assign(new Error('ENOENT: …'), { code: 'ENOENT' }))).toBe(
    'no such file or folder',
  );
  expect(systemReason(Object.assign(new Error('what?'), { code: 'EWHAT' }))).toBe('what?');
  expect(systemReason('text')).toBe('text');
});
