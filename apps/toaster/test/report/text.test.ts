import { expect, it } from 'vitest';
import {
  formatCount,
  formatCountOf,
  formatMicroseconds,
  formatNanoseconds,
  formatShare,
  formatSigned,
} from '../../src/report/number-format.js';
import { summaryText, type Summary } from '../../src/report/summary.js';
import { table } from '../../src/report/table.js';

const SUMMARY: Summary = {
  events: { delivered: 1_234 },
  onTime: 1_230,
  late: 4,
  droppedLate: 0,
  lost: 0,
  duplicates: 2_000,
  corrupt: 0,
  latencyUs: { p50: 312, p99: 30_100, max: 44_000 },
};

it('numbers are written for people', () => {
  expect(formatCount(1_234_567)).toBe('1,234,567');
  expect(formatCountOf(1, 'event')).toBe('1 event');
  expect(formatCountOf(0, 'event')).toBe('0 events');
  expect([87, 312, 12_340, 250_000, 1_250_000].map(formatMicroseconds)).toEqual([
    '87 µs',
    '0.31 ms',
    '12.3 ms',
    '250 ms',
    '1.25 s',
  ]);
  expect(formatMicroseconds(null)).toBe('–');
  const ns = [12, 420, 87_100, 340_000, 12_340_000, 250e6, 1.25e9, 12_345e9];
  expect(ns.map(formatNanoseconds)).toEqual([
    '0.0 µs',
    '0.4 µs',
    '87.1 µs',
    '0.34 ms',
    '12.3 ms',
    '250 ms',
    '1.25 s',
    '12345 s',
  ]);
  expect([-420, -12, 420, null].map(formatSigned)).toEqual(['-0.4 µs', '+0.0 µs', '+0.4 µs', '–']);
  expect(formatShare(0.6612)).toBe('66.1 %');
  expect(formatShare(null)).toBe('–');
});

it('a listener is told what was delivered and how late', () => {
  expect(summaryText('listen', SUMMARY)).toEqual([
    '1,234 events delivered once: 1,230 on time, 4 late, 0 lost',
    'one-way latency: 0.31 ms median, 30.1 ms p99, 44.0 ms max',
    '2,000 duplicate copies, 0 corrupt frames thrown away',
  ]);
});

it('with another clock the latency stands above the fastest', () => {
  const summary = { ...SUMMARY, latencyUs: null, aboveFastestUs: { p50: 0, p99: 900, max: 1_000 } };
  expect(summaryText('listen', summary)[1]).toBe(
    'above the fastest: 0 µs median, 0.90 ms p99, 1.00 ms max',
  );
});

it('a player is told what was sent, and what was refused', () => {
  const summary = {
    ...SUMMARY,
    events: { sent: 10 },
    onTime: 10,
    late: 0,
    lost: 2,
    latencyUs: null,
  };
  expect(summaryText('play', summary)).toEqual([
    '10 events sent: 10 on time, 0 late',
    '2 refused: more was played than the network took',
  ]);
});

it('a table has straight columns', () => {
  expect(
    table(
      ['NAME', 'ADDRESS'],
      [
        ['lo', '127.0.0.1'],
        ['ethernet', ''],
      ],
    ),
  ).toEqual(['NAME      ADDRESS', 'lo        127.0.0.1', 'ethernet']);
});
