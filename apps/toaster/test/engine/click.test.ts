import { createTransport, type SessionTimeline, type Transport } from '@jamnet/sync';
import { createRandom, createVirtualTime } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { ClickVoice } from '../../src/engine/click.js';
import { createFakeAudioPort, type FakeAudioPort, NS_PER_FRAME, RATE } from './fake-devices.js';

const FRAMES = 64;
const PERIOD_NS = FRAMES * NS_PER_FRAME;
const START_NS = 5e9;

interface Stage {
  readonly port: FakeAudioPort;
  readonly transport: Transport;
  readonly click: ClickVoice;
  /** What the timeline is ahead of the process's clock. */
  aheadNs: number;
  /** Runs periods; each reads at the time that is said, by default its own. */
  run(seconds: number, dueNs?: (trueNs: number) => number): void;
  /** Frames, from the first period on, at which clicks began. */
  begun(): number[];
}

function createStage(): Stage {
  const time = createVirtualTime({ startNs: START_NS });
  const { clock } = time;
  const port = createFakeAudioPort({ periodFrames: FRAMES });
  const transport = createTransport({ clock, peer: 1 });
  const timeline = {
    toTimeline: (ns: number) => ns + stage.aheadNs,
    toOwn: (ns: number) => ns - stage.aheadNs,
  } as SessionTimeline;
  const click = new ClickVoice(port, timeline, transport);
  port.onPeriod(() => click.write());
  const stage: Stage = {
    port,
    transport,
    click,
    aheadNs: 0,
    run(seconds, dueNs = (ns) => ns) {
      for (let i = 0; i < (seconds * RATE) / FRAMES; i++) {
        port.period(dueNs(clock.nowNs()));
        time.run(clock.nowNs() + PERIOD_NS);
      }
    },
    begun: () => {
      const { played } = port.voices[0]!;
      // A click's first sample is its largest, and no other one has that value.
      return played.flatMap((value, at) => (value === 0.5 ? [at] : []));
    },
  };
  return stage;
}

const frameOf = (ns: number): number => Math.round((ns - START_NS) / NS_PER_FRAME);

describe('the click', () => {
  it('is at the sample of each beat', () => {
    const stage = createStage();
    stage.transport.tempo(123.4, { atNs: START_NS });
    stage.transport.play({ beat: 0, atNs: START_NS + 0.2e9 });
    stage.run(4);
    const beats = Array.from({ length: 8 }, (_, n) =>
      frameOf(START_NS + 0.2e9 + (n * 60e9) / 123.4),
    );
    expect(stage.begun()).toEqual(beats.filter((at) => at < 4 * RATE));
  });

  it('has another tone where a bar begins', () => {
    const stage = createStage();
    stage.transport.play({ beat: 0, atNs: START_NS + 0.2e9 });
    stage.run(3);
    const { played } = stage.port.voices[0]!;
    const sounds = stage.begun().map((at) => played.slice(at, at + 20).join());
    expect(new Set(sounds.slice(1, 4)).size).toBe(1);
    expect(sounds[0]).not.toBe(sounds[1]);
    expect(sounds[4]).toBe(sounds[0]);
  });

  it('follows a tempo that changes amid a bar, and rests with the music', () => {
    const stage = createStage();
    stage.transport.play({ beat: 0, atNs: START_NS + 0.2e9 });
    stage.run(0.6);
    stage.transport.tempo(60, { atNs: START_NS + 0.95e9 });
    stage.run(1.2);
    stage.transport.pause({ atNs: START_NS + 2.5e9 });
    stage.run(2);
    // Beat 1.5 is at 0.75 s of the music.
    const seconds = [0.2, 0.7, 1.45, 2.45];
    expect(stage.begun()).toEqual(seconds.map((each) => frameOf(START_NS + each * 1e9)));
  });

  it('sounds when it is heard: earlier by what the way out takes', () => {
    const stage = createStage();
    stage.port.outputLatencyFrames = 300;
    stage.transport.play({ beat: 0, atNs: START_NS + 0.2e9 });
    stage.run(0.4);
    expect(stage.begun()).toEqual([frameOf(START_NS + 0.2e9) - 300]);
  });

  it('is as often as there are beats, however the times of periods wobble', () => {
    const stage = createStage();
    const random = createRandom(9);
    stage.transport.tempo(1000, { atNs: START_NS });
    stage.transport.play({ beat: 0, atNs: START_NS + 0.2e9 });
    // By more than a frame either way: where blocks meet moves over beats.
    stage.run(60, (ns) => ns + (random() - 0.5) * 600e3);
    const begun = stage.begun();
    const beatFrames = 0.06 * RATE;
    const count = Math.floor((60 - 0.2) / 0.06) + 1;
    expect(Math.abs(begun.length - count)).toBeLessThanOrEqual(1);
    // Each is where its period says.
    const wobbleFrames = 2 * 0.0003 * RATE;
    for (const [i, at] of begun.entries())
      if (i > 0)
        expect(Math.abs(at - begun[i - 1]! - beatFrames)).toBeLessThanOrEqual(wobbleFrames + 1);
  });

  it('follows a timeline that jumps, and a device that jumps', () => {
    const stage = createStage();
    stage.transport.play({ beat: 0, atNs: START_NS + 0.2e9 });
    stage.run(1);
    const before = stage.begun().length;
    stage.aheadNs = 0.1e9;
    stage.run(2);
    // From now on 0.1 s earlier.
    const later = stage.begun().slice(before + 1);
    expect(later.length).toBeGreaterThanOrEqual(3);
    for (const at of later)
      expect(Math.abs((at - frameOf(START_NS + 0.1e9)) % (RATE / 2))).toBeLessThanOrEqual(1);
    // The device tells times that are a quarter of a second later: it was stopped for so long.
    const frames = stage.port.voices[0]!.played.length;
    stage.run(2, (ns) => ns + 0.25e9);
    const last = stage.begun().filter((at) => at > frames + RATE / 4);
    expect(last.length).toBeGreaterThanOrEqual(3);
    for (const at of last) {
      const off = (at - frameOf(START_NS + 0.1e9 - 0.25e9)) % (RATE / 2);
      expect(Math.min(off, RATE / 2 - off)).toBeLessThanOrEqual(1);
    }
  });

  it.each([0.68, 0.69, 0.71])(
    'is where it belongs, and once, with a device that was late at %d s: what was written ahead is written anew',
    (atS) => {
      const stage = createStage();
      stage.transport.play({ beat: 0, atNs: START_NS + 0.2e9 });
      stage.run(atS);
      const late = 2 * FRAMES;
      stage.run(0.9, (ns) => ns + 2 * PERIOD_NS);
      const second = frameOf(START_NS + 0.7e9) - (atS < 0.7 ? late : 0);
      expect(stage.begun().slice(0, 3)).toEqual([
        frameOf(START_NS + 0.2e9),
        second,
        frameOf(START_NS + 1.2e9) - late,
      ]);
      // And it came back: earlier again.
      const periods = stage.port.voices[0]!.played.length;
      stage.run(1);
      const rest = stage.begun().filter((at) => at >= periods);
      expect(rest).toEqual([1.7, 2.2].map((each) => frameOf(START_NS + each * 1e9)));
    },
  );

  it('is heard again after the device was not served for a while', () => {
    const stage = createStage();
    stage.transport.play({ beat: 0, atNs: START_NS + 0.2e9 });
    stage.run(0.3);
    stage.port.onPeriod(() => undefined);
    stage.run(0.5);
    stage.port.onPeriod(() => stage.click.write());
    stage.run(1);
    expect(stage.begun()).toEqual([0.2, 1.2, 1.7].map((each) => frameOf(START_NS + each * 1e9)));
  });

  it('is silent while the timeline is not known, and closes its voice', () => {
    const stage = createStage();
    stage.transport.play({ beat: 0, atNs: START_NS + 0.2e9 });
    stage.aheadNs = NaN;
    stage.run(1);
    expect(stage.begun()).toEqual([]);
    stage.click.setGain(0.5);
    expect(stage.port.voices[0]!.gain).toBe(0.5);
    stage.click.close();
    expect(stage.port.voices[0]!.closed).toBe(true);
  });
});
