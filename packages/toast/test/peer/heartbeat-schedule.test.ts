import { heartbeatHz } from '@jamnet/toast';
import { describe, expect, it, test } from 'vitest';

const situation = { peers: 2, senders: 2, receiveOnly: false, eager: false, level: 1 };

describe('the rate of heartbeats (spec/toast/v2, section 7)', () => {
  test.each([
    // A performer: 10 Hz up to 16 senders, then 160/N, at least every 10 s; twice that while it is eager.
    ['alone', { peers: 1, senders: 1 }, 10],
    ['in the first seconds', { eager: true }, 20],
    ['one of sixteen', { peers: 16, senders: 16 }, 10],
    ['one of seventeen', { peers: 17, senders: 17 }, 160 / 17],
    ['one of 160', { peers: 160, senders: 160 }, 1],
    ['one of 160, holding a note', { peers: 160, senders: 160, eager: true }, 2],
    ['one of many', { peers: 4000, senders: 4000 }, 0.1],
    ['before a thousand listeners', { peers: 1002, senders: 2 }, 10],
    // A listener: the same up to 16 peers, then 16/N, at least once a minute, and never eager.
    ['one listener', { peers: 2, senders: 1, receiveOnly: true }, 10],
    ['one new listener', { peers: 2, senders: 1, receiveOnly: true, eager: true }, 20],
    ['the sixteenth peer', { peers: 16, senders: 1, receiveOnly: true }, 10],
    ['the seventeenth peer', { peers: 17, senders: 1, receiveOnly: true }, 16 / 17],
    ['one of a hundred', { peers: 100, senders: 1, receiveOnly: true, eager: true }, 0.16],
    ['one of a thousand', { peers: 1000, senders: 1, receiveOnly: true }, 1 / 60],
    ['one of very many', { peers: 100_000, senders: 1, receiveOnly: true }, 1 / 60],
  ])('%s', (_name, changed, hz) => {
    expect(heartbeatHz({ ...situation, ...changed })).toBeCloseTo(hz, 9);
  });

  it('of an audience says less than sixteen performers, up to 960 listeners', () => {
    for (const peers of [17, 50, 200, 960]) {
      const each = heartbeatHz({ ...situation, peers, senders: 1, receiveOnly: true });
      expect(each * peers).toBeLessThanOrEqual(16.1);
    }
  });

  it('falls on a congested path, but heartbeats go on', () => {
    const at = (level: number): number => heartbeatHz({ ...situation, level });
    expect(at(1 / 32)).toBeLessThan(at(1));
    expect(at(1 / 32)).toBeGreaterThanOrEqual(at(1) / 4);
  });
});
