import { describe, expect, it } from 'vitest';
import { createJam } from '../support/jam.js';

describe('a path that is far too narrow', () => {
  it('stops media with a reason; nothing begins any more, what ends something is still taken', async () => {
    const jam = createJam(1);
    const bottleneck = { bitsPerSecond: 4000, queueBytes: 2500 };
    await jam.join('listener', { jmid: { send: false } });
    const { session, jmid } = await jam.join('player', { send: { bottleneck } });
    const reasons: string[] = [];
    session.events.addEventListener('circuit', ({ circuit }) => reasons.push(circuit.reason));
    for (let n = 0; n < 400 && !session.circuit.open; n++) {
      jmid.send({ type: 'note_on', channel: 1, note: 60, velocity: 100 });
      jam.runMs(50);
      jmid.send({ type: 'note_off', channel: 1, note: 60, velocity: 0 });
      jam.runMs(50);
    }
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatch(/too narrow for this stream/u);
    expect(session.level).toBe(1 / 32);
    expect(jmid.send({ type: 'note_on', channel: 1, note: 60, velocity: 100 })).toBe(false);
    expect(jmid.send({ type: 'sysex', data: [1] })).toBe(false);
    expect(jmid.send({ type: 'note_off', channel: 1, note: 60, velocity: 0 })).toBe(true);
    expect(jmid.stats().refused).toBe(2);
  });
});
