import { expect, test } from 'vitest';
import type { Finding } from '../../src/doctor/findings.js';
import { layOut } from '../../src/doctor/lay-out.js';

const plain = (text: string): string => text;
const STYLE = { good: plain, fair: plain, bad: plain, faint: (text: string) => `(${text})` };
const FINDINGS: Finding[] = [
  {
    name: 'native',
    state: 'fair',
    text: 'no binary for this machine',
    hint: 'compile one of your own',
  },
  { name: 'network', state: 'fair', text: 'one datagram at a time', because: 'native' },
  { name: 'pacing', state: 'good', text: '/a/path/that/is/longer/than/the/line is whole' },
];

test('a finding has its line, and what to do stands below', () => {
  expect(layOut(FINDINGS, STYLE, Infinity)).toEqual([
    '!   native   no binary for this machine',
    '             (→ compile one of your own)',
    '!   network  one datagram at a time',
    '             (→ see native)',
    'ok  pacing   /a/path/that/is/longer/than/the/line is whole',
  ]);
});

test('what is too wide goes on below the text', () => {
  expect(layOut(FINDINGS, STYLE, 37)).toEqual([
    '!   native   no binary for this',
    '             machine',
    '             (→ compile one of your)',
    '             (own)',
    '!   network  one datagram at a time',
    '             (→ see native)',
    'ok  pacing   /a/path/that/is/longer/than/the/line',
    '             is whole',
  ]);
  // However narrow, it is a text and not a column of words.
  expect(layOut(FINDINGS, STYLE, 5)).toEqual(layOut(FINDINGS, STYLE, 37));
});
