import { createAudioRingRecord } from '@jamnet/wire';
import { describe, expect, test } from 'vitest';
import { latenessUs } from '../../src/web-audio/lateness.js';
import { PORT_STATE_BYTES, PortState } from '../../src/web-audio/port-state.js';
import { sharedRing } from '../../src/web-audio/shared-ring.js';
import { WebAudioVoices } from '../../src/web-audio/web-audio-voices.js';
import { PERIOD_FRAMES, PeriodMover } from '../../src/web-audio/worklet/period-mover.js';

const RATE = 48_000;
const PERIOD_NS = (PERIOD_FRAMES * 1e9) / RATE;

function make(outputChannels = 2, inputChannels = 2, ringFrames = 1024) {
  const buffer = new SharedArrayBuffer(PORT_STATE_BYTES);
  const output = outputChannels === 0 ? undefined : sharedRing(RATE, outputChannels, ringFrames);
  const input = inputChannels === 0 ? undefined : sharedRing(RATE, inputChannels, ringFrames);
  const state = new PortState(buffer);
  const rings = { output: output?.buffer, input: input?.buffer };
  const mover = new PeriodMover(new PortState(buffer), rings, RATE);
  const voices = new WebAudioVoices(state, (index, ring) => mover.addVoice(index, ring));
  let nowNs = 1e9;
  const move = (recorded: readonly Float32Array[] = [], channels = outputChannels) => {
    const played = Array.from({ length: channels }, () => new Float32Array(PERIOD_FRAMES).fill(9));
    mover.move(recorded, played, nowNs);
    nowNs += PERIOD_NS;
    return played;
  };
  return { state, output: output?.ring, input: input?.ring, voices, move };
}

const ramp = (length: number, from = 0) => Float32Array.from({ length }, (_, i) => from + i);
const level = (value: number) => new Float32Array(PERIOD_FRAMES).fill(value);

describe('a period of the worklet', () => {
  test('takes what is played out of the ring, channel by channel', () => {
    const { output, move, state } = make();
    output!.write(0, ramp(4 * PERIOD_FRAMES), 0, 2 * PERIOD_FRAMES, 'real');
    const [left, right] = move();
    expect([left![0], right![0], left![127], right![127]]).toEqual([0, 1, 254, 255]);
    const [later] = move();
    expect(later![0]).toBe(256);
    // What is missing is silence.
    expect(move()[0]).toEqual(level(0));
    expect(output!.lastRead()).toEqual({
      ...{ position: 256, frames: 128, cpuNs: Math.floor(1e9 + 2 * PERIOD_NS) },
    });
    expect([state.periods, state.restarts, state.startNs]).toEqual([3, 0, 1e9]);
    expect(output!.stats().missedFrames).toBe(128);
  });

  test('puts what was recorded into the ring, with its time', () => {
    const { input, move } = make();
    move([level(0.25), level(0.5)]);
    move([level(0.75)]);
    move([]);
    expect(input!.writePosition).toBe(3 * PERIOD_FRAMES);
    const heard = new Float32Array(2 * 3 * PERIOD_FRAMES);
    input!.read(heard, 3 * PERIOD_FRAMES);
    expect([...heard.subarray(0, 2), ...heard.subarray(256, 258), heard[512]]).toEqual([
      ...[0.25, 0.5],
      ...[0.75, 0.75],
      0,
    ]);
    const record = createAudioRingRecord();
    expect(input!.recordAt(PERIOD_FRAMES, record)).toBe(true);
    expect(record).toMatchObject({ cpuNs: 1e9, sampleRate: RATE, channels: 2, frames: 128 });
  });

  test('leaves out whole periods while the ring is full, and goes on behind', () => {
    const { input, move } = make(0, 1, 1024);
    const fits = Math.floor(input!.capacityFrames / PERIOD_FRAMES);
    for (let i = 0; i < fits + 3; i += 1) move([level(i)]);
    expect(input!.writePosition).toBe(fits * PERIOD_FRAMES);
    expect(input!.stats().earlyFrames).toBe(3 * PERIOD_FRAMES);
    input!.read(new Float32Array(fits * PERIOD_FRAMES), fits * PERIOD_FRAMES);
    move([level(0.5)]);
    const next = new Float32Array(PERIOD_FRAMES);
    expect(input!.read(next, PERIOD_FRAMES)).toBe(PERIOD_FRAMES);
    expect(next).toEqual(level(0.5));
  });

  test('adds voices up, as loud as they are to be, until they are closed', () => {
    const { voices, output, move } = make();
    output!.write(0, new Float32Array(1024).fill(1), 0, 512, 'real');
    const one = voices.add(1, RATE, 1024);
    const two = voices.add(2, RATE, 1024);
    one.ring.write(0, new Float32Array(512).fill(-0.5), 0, 512, 'real');
    two.ring.write(0, ramp(1024), 0, 512, 'real');
    const [left, right] = move();
    expect([left![1], right![1]]).toEqual([1 - 0.5 + 2, 1 - 0.5 + 3]);
    expect([one.takePeak(), one.takePeak(), two.takePeak()]).toEqual([0.5, 0, 255]);
    one.setGain(2);
    two.setGain(NaN);
    expect(move()[0]![0]).toBe(1 - 1);
    expect(two.takePeak()).toBe(511);
    one.close();
    one.close();
    two.setGain(99);
    expect(move()[0]![0]).toBe(1 + 4 * 512);
    expect(one.takePeak()).toBe(0);
    // Its place is the next one's, at the loudness of a new one.
    const three = voices.add(1, RATE, 1024);
    two.close();
    three.ring.write(0, new Float32Array(512).fill(0.25), 0, 512, 'real');
    expect(move()[1]![0]).toBe(1.25);
    for (let i = 1; i < 64; i += 1) voices.add(1, RATE, 1024);
    expect(() => voices.add(1, RATE, 1024)).toThrow(
      expect.objectContaining({ code: 'native-unavailable' }),
    );
    expect(() => voices.add(0, RATE, 1024)).toThrow(
      expect.objectContaining({ code: 'bad-option' }),
    );
  });

  test('fills as many channels as the device has', () => {
    const { output, move } = make(2);
    output!.write(0, new Float32Array(256).fill(1), 0, 128, 'real');
    expect(move([], 3).map(([first]) => first)).toEqual([1, 1, 0]);
    const mono = make(1);
    mono.output!.write(0, new Float32Array(128).fill(1), 0, 128, 'real');
    expect(mono.move([], 2).map(([first]) => first)).toEqual([1, 1]);
  });

  test('counts a break, and says from when on frames are counted', () => {
    const { state, output, input } = make();
    const rings = { output: output!.bytes.buffer, input: input!.bytes.buffer } as never;
    const mover = new PeriodMover(state, rings, RATE);
    const played = [level(0), level(0)];
    mover.move([], played, 1e9);
    mover.move([], played, 3e9);
    expect([state.restarts, state.startNs, state.lastNs]).toEqual([1, 3e9 - PERIOD_NS, 3e9]);
    expect(latenessUs(state.lateness, 1)).toBeLessThan(1);
    mover.move([], played, 3e9 + PERIOD_NS + 5e6);
    expect(latenessUs(state.lateness, 1)).toBeGreaterThan(5000);
    expect(latenessUs(state.lateness, 1)).toBeLessThan(5500);
    expect(latenessUs(state.lateness, 0.5)).toBeLessThan(1);
    expect(latenessUs(new Uint32Array(9), 0.5)).toBe(0);
  });

  test('tells as often as it is asked to', () => {
    const { state } = make();
    const tells = () => {
      state.look();
      return state.tell(128);
    };
    state.tellEvery(384);
    expect([tells(), tells(), tells(), tells()]).toEqual([false, false, true, false]);
    state.tellEvery(undefined);
    expect([tells(), tells(), tells()]).toEqual([false, false, false]);
  });

  test('tells once until somebody looks', () => {
    const { state } = make();
    expect([state.tell(128), state.tell(128)]).toEqual([true, false]);
    state.look();
    expect(state.tell(128)).toBe(true);
  });
});
