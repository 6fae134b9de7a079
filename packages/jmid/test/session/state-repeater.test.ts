import { createVirtualTime, type VirtualTime } from '@jamnet/testkit';
import type { Session } from '@jamnet/toast';
import { describe, expect, it } from 'vitest';
import { createStateRepeater, type StateRepeater } from '../../src/session/state-repeater.js';

interface Setup {
  readonly time: VirtualTime;
  readonly repeater: StateRepeater;
  /** Lines as they were set, and what was asked of the heartbeats. */
  readonly lines: string[];
  readonly eager: boolean[];
}

function setUp(): Setup {
  const time = createVirtualTime({ startNs: 1e9 });
  const lines: string[] = [];
  const eager: boolean[] = [];
  const session = {
    ...time,
    clock: time.clock,
    timers: time.timers,
    setHeartbeatLine: (_kind: string, line: Uint8Array) =>
      lines.push(new TextDecoder().decode(line).trim()),
    setEagerHeartbeats: (value: boolean) => eager.push(value),
  } as unknown as Session;
  return { time, repeater: createStateRepeater(session, 3), lines, eager };
}

const noteOn = { type: 'note_on', channel: 1, note: 60, velocity: 1 } as const;
const noteOff = { type: 'note_off', channel: 1, note: 60, velocity: 1 } as const;

describe('state repeater', () => {
  it('says at once what stands, from the start', () => {
    const { time, repeater, lines } = setUp();
    expect(lines).toEqual(['{"t":"ms","s":3,"ch":[],"seq":0}']);
    time.runFor(100e6);
    repeater.apply(noteOn, 1);
    repeater.flushed(1);
    expect(lines.at(-1)).toBe('{"t":"ms","s":3,"ch":[[0,[60],[],-1,-1,-1]],"seq":1}');
  });

  it('writes it at most every 20 ms, and the last of it in any case', () => {
    const { time, repeater, lines } = setUp();
    time.runFor(100e6);
    for (let i = 1; i <= 1000; i++) {
      repeater.apply({ type: 'program_change', channel: 1, program: i & 127 }, i);
      repeater.flushed(i);
      time.runFor(1e6);
    }
    expect(lines.length).toBeLessThanOrEqual(52);
    time.runFor(20e6);
    expect(lines.at(-1)).toContain('"seq":1000}');
    expect(lines.at(-1)).toContain(`,${1000 & 127},-1,-1]`);
    const { length } = lines;
    time.runFor(1e9);
    expect(lines.length).toBe(length);
  });

  it('says nothing of what has not gone out', () => {
    const { time, repeater, lines } = setUp();
    time.runFor(100e6);
    repeater.apply(noteOn, 1);
    repeater.flushed(1);
    repeater.apply({ type: 'start' }, 2);
    repeater.flushed(2);
    repeater.apply(noteOff, 3);
    time.runFor(1e9);
    expect(lines.at(-1)).toContain('[60],[],-1,-1,-1]],"seq":1}');
    repeater.flushed(3);
    time.runFor(20e6);
    expect(lines.at(-1)).toBe('{"t":"ms","s":3,"ch":[],"seq":3}');
  });

  it('says a long state in parts, one after the other, every 50 ms', () => {
    const { time, repeater, lines } = setUp();
    time.runFor(100e6);
    let sequence = 0;
    for (let controller = 0; controller < 119; controller++)
      repeater.apply({ type: 'control_change', channel: 1, controller, value: 100 }, ++sequence);
    repeater.flushed(sequence);
    const before = lines.length;
    time.runFor(300e6);
    const parts = lines
      .slice(before - 1)
      .map((line) => /"part":\[(\d),(\d)\]/.exec(line)?.slice(1));
    expect(parts.length).toBe(7);
    const count = Number(parts[0]?.[1]);
    expect(count).toBeGreaterThan(1);
    for (const [i, part] of parts.entries())
      expect(Number(part?.[0])).toBe((Number(parts[0]?.[0]) + i) % count);
  });

  it('asks for more heartbeats while notes are held, and two seconds beyond', () => {
    const { time, repeater, eager } = setUp();
    repeater.apply(noteOn, 1);
    repeater.flushed(1);
    expect(eager).toEqual([true]);
    time.runFor(10e9);
    expect(eager).toEqual([true]);
    repeater.apply(noteOff, 2);
    repeater.flushed(2);
    time.runFor(1.4e9);
    expect(eager).toEqual([true]);
    time.runFor(1.2e9);
    expect(eager).toEqual([true, false]);
  });

  it('gives what releases everything, and ends with a state in which nothing is held', () => {
    const { time, repeater, lines } = setUp();
    repeater.apply(noteOn, 1);
    repeater.apply({ type: 'control_change', channel: 2, controller: 64, value: 9 }, 2);
    repeater.flushed(2);
    expect(repeater.releases()).toEqual([
      { type: 'note_off', channel: 1, note: 60, velocity: 64 },
      { type: 'control_change', channel: 2, controller: 64, value: 0 },
    ]);
    expect(repeater.releases()).toEqual([]);
    repeater.close(4);
    expect(lines.at(-1)).toBe('{"t":"ms","s":3,"ch":[],"seq":4}');
    expect(time.pending).toBe(0);
  });
});
