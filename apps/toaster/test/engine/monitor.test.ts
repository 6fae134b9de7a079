import { createAudioRingRecord } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { Monitor } from '../../src/engine/monitor.js';
import { createFakeAudioPort, NS_PER_FRAME } from './fake-devices.js';

const CHUNK = 64;
const START_NS = 5e9;

/** Records a counter by a device and hears it by the monitor; `delayMs` of each period. */
function heard(
  periods: number,
  periodFrames: number,
  delayMs: (period: number) => number,
  dueNs: (period: number) => number = (n) => START_NS + n * periodFrames * NS_PER_FRAME,
): number[] {
  const port = createFakeAudioPort({ periodFrames, inputChannels: 1 });
  port.source = (position) => (position + 1) / 2 ** 20;
  const monitor = new Monitor(port, 1);
  const record = createAudioRingRecord();
  const samples = new Float32Array(CHUNK);
  const input = port.input!;
  let period = 0;
  port.onPeriod(() => {
    while (input.writePosition - input.readPosition >= CHUNK) {
      input.recordAt(input.readPosition, record);
      const offset = input.readPosition - record.position;
      input.read(samples, CHUNK);
      const atNs = record.cpuNs + offset * NS_PER_FRAME;
      monitor.write(samples, CHUNK, atNs, delayMs(period));
    }
  });
  for (; period < periods; period++) port.period(dueNs(period));
  return port.voices[0]!.played.map((value) => Math.round(value * 2 ** 20));
}

/** How many frames later than it was recorded each sample was played. Period n records what came before it is due. */
function delays(played: readonly number[], periodFrames: number): number[] {
  return played.flatMap((value, at) => (value === 0 ? [] : [at - (value - 1) + periodFrames]));
}

describe('the monitor', () => {
  it('plays what was recorded so much later, to the sample', () => {
    const played = heard(200, 64, () => 10);
    expect(new Set(delays(played, 64))).toEqual(new Set([480]));
  });

  it.each([64, 128, 256, 1024])(
    'plays all of it, as soon as it can, where the delay is shorter than a period of %i frames',
    (periodFrames) => {
      const played = heard(64, periodFrames, () => 0);
      const late = delays(played, periodFrames);
      // One delay, and nothing left out: a period to record, and a chunk.
      expect(new Set(late).size).toBe(1);
      expect(late[0]).toBeLessThanOrEqual(2 * periodFrames + CHUNK);
      expect(late.length).toBeGreaterThan((64 - 3) * periodFrames);
    },
  );

  it('follows another delay, also back to a shorter one', () => {
    const played = heard(600, 64, (period) => (period < 200 || period >= 400 ? 10 : 20));
    const late = delays(played, 64);
    expect(late[1000]).toBe(480);
    expect(late[(300 - 10) * 64]).toBe(960);
    expect(late.at(-1)).toBe(480);
  });

  it('is where it belongs again when it was too late once', () => {
    const played = heard(600, 64, (period) => (period < 200 ? 0 : 10));
    expect(delays(played, 64).at(-1)).toBe(480);
  });

  it('goes on in one piece however times wobble', () => {
    const wobble = (n: number) => START_NS + n * 64 * NS_PER_FRAME + ((n * 7919) % 200) * 1000;
    const played = heard(1000, 64, () => 10, wobble).slice(2000);
    expect(new Set(delays(played, 64)).size).toBe(1);
  });
});
