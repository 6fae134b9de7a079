import { describe, expect, it } from 'vitest';
import { dropoutAtNs } from '../../src/session/dropout.js';
import { aPeer } from '../support/frame.js';

const MS = 1e6;

/** After how much silence of a peer, heard at 10 s, it is a dropout. */
function patienceMs(eventMs: number, changes: Parameters<typeof aPeer>[0] = {}): number {
  const lastHeardNs = 10_000 * MS;
  return (dropoutAtNs(aPeer({ lastHeardNs, ...changes }), eventMs * MS) - lastHeardNs) / MS;
}

describe('dropout', () => {
  it('is a silence longer than repetitions are apart, while an event is repeated', () => {
    expect(patienceMs(10_000)).toBe(100);
    expect(patienceMs(9834)).toBe(100);
    expect(patienceMs(10_000, { heartbeatIntervalNs: 5000 * MS })).toBe(100);
  });

  it('is one longer than heartbeats are apart at other times', () => {
    expect(patienceMs(9832)).toBe(150);
    expect(patienceMs(0, { heartbeatIntervalNs: 50 * MS })).toBe(100);
    expect(patienceMs(0, { heartbeatIntervalNs: 1000 * MS })).toBe(1500);
  });

  it('allows for jitter', () => {
    expect(patienceMs(10_000, { jitterUs: 5000 })).toBe(120);
  });
});
