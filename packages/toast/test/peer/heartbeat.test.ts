import { createLossReport } from '@jamnet/toast';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  heardEntry,
  isPlan,
  printable,
  readReport,
  usableEndpoints,
} from '../../src/peer/heartbeat.js';
import { PeerRecord } from '../../src/peer/peer.js';

describe('a report in a heartbeat', () => {
  const share = fc.integer({ min: 0, max: 10_000 });

  it('is read back as it was written, to the resolution of the wire', () => {
    const shares = fc.array(fc.option(share, { nil: -1 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(share, shares, fc.nat(), fc.nat(), (rate, conditional, queueUs, arrivals) => {
        const report = { ...createLossReport(), rate: rate / 10_000, queueUs, arrivals };
        conditional.forEach((c, i) => (report.conditional[i] = c < 0 ? -1 : c / 10_000));
        const entry = heardEntry(new PeerRecord(77, 0), report);
        expect(entry[4]).toEqual([rate, ...conditional, queueUs, arrivals]);
        expect(readReport(entry[4], createLossReport())).toEqual(report);
      }),
    );
  });

  it('never leaves the ranges of the wire', () => {
    const peer = new PeerRecord(77, 0);
    peer.noteHeartbeat(5, -1, 123.7);
    const report = { ...createLossReport(), queueUs: 1e20, arrivals: 7.4 };
    expect(heardEntry(peer, report)).toEqual([
      77,
      5,
      0,
      124,
      [0, -1, -1, -1, -1, -1, -1, 2 ** 32 - 1, 7],
    ]);
  });
});

describe('what comes in a heartbeat', () => {
  it('is shown without control characters', () => {
    expect(printable('a\u001b[2Jb\u009bc\nd')).toBe('a [2Jb c d');
    expect(printable('Anna ♪ 鋼琴')).toBe('Anna ♪ 鋼琴');
  });

  it('names endpoints only that are some, four at most', () => {
    const good = ['1.2.3.4:5', '[fe80::1]:6', '1.2.3.4:7', '1.2.3.4:8', '1.2.3.4:9'];
    expect(usableEndpoints(['\u001b[2J', 'host:1', ...good])).toEqual(good.slice(0, 4));
  });

  it.each([
    [[0], true],
    [[0, 100, 100, 200], true],
    [[0, 200, 100], false],
    [[1, 2], false],
    [undefined, false],
  ])('is a plan: %j %s', (offsets, expected) => {
    expect(isPlan(offsets)).toBe(expected);
  });
});
