/**
 * A program of its own, since what the library goes through is a matter of its environment. Plays numbered frames until enough of them have come back, and prints how
 * they came: `node … loop-program.ts FRAMES [SERVER]`. It ends as well when its standard input does. On a JACK server it connects what plays to what records.
 */
import { execFileSync } from 'node:child_process';
import {
  type AudioPort,
  createAudioRingRecord,
  createSystemClock,
  type LastRead,
} from '@jamnet/wire';
import { openLiveDevices, createWebAudioSystem } from '../../src/index.js';

export interface LoopReport {
  readonly names: readonly string[];
  readonly problem: string | null;
  readonly sampleRate: number;
  readonly periods: number;
  /** Frames that came back. */
  readonly heard: number;
  /** How often a frame did not follow the one before it: something was lost between. */
  readonly gaps: number;
  /** How often a frame came after one that was played later. */
  readonly backward: number;
  /** From the worklet to the worklet, the median. */
  readonly latencyMs: number;
  readonly latenessUs: readonly [p50: number, p99: number, most: number];
  /** How far the time of frames is from the clock's when they were moved. */
  readonly offMs: number;
}

/** Whole numbers of so many bits are exact in a sample. */
const SCALE = 2 ** 22;
const AHEAD = 4096;

const [enough = '10000', server = ''] = process.argv.slice(2);
const MOST_S = 60;

const clock = createSystemClock();
const systems = [createWebAudioSystem()];
const live = await openLiveDevices({ inputChannels: 1, outputChannels: 1, systems });
const names = live.state();
const audioOutput = names.audioOutput.available.find((name) => /out|default/u.test(name)) ?? null;
const audioInput = names.audioInput.available.find((name) => /in|default/u.test(name)) ?? null;
live.choose({ audioInput, audioOutput });
const problemNow = (): string | null => live.state().audioOutput.problem;
await until(() => live.audio !== undefined || /cannot/u.test(problemNow() ?? ''));
const problem = problemNow();
if (live.audio === undefined) throw new Error(problem ?? 'no audio, and no problem');

const samples = new Float32Array(1024);
const back = new Float32Array(1024);
const latenciesMs: number[] = [];
const record = createAudioRingRecord();
let [heard, gaps, backward, offMs] = [0, 0, 0, 0];
let port = live.audio;
live.onPorts(() => {
  if (live.audio !== undefined) use(live.audio);
});
use(port);

/** A machine that is busy enough may lose the port; the next one goes on. */
function use(next: AudioPort): void {
  port = next;
  const ends = ['cpal_client_out:out_0', 'cpal_client_in:in_0'];
  if (server !== '') execFileSync('jack_connect', ['-s', server, ...ends], { stdio: 'ignore' });
  const output = next.output!;
  const input = next.input!;
  /** Which frame was played when. */
  const played: LastRead[] = [];
  let written = output.readPosition;
  let before = 0;
  next.onPeriod(() => {
    written = Math.max(written, output.readPosition);
    while (written + samples.length <= output.readPosition + AHEAD) {
      for (let i = 0; i < samples.length; i += 1) samples[i] = (written + i) / SCALE;
      output.write(written, samples, 0, samples.length, 'real');
      written += samples.length;
    }
    const last = output.lastRead();
    offMs = Math.max(offMs, Math.abs(clock.nowNs() - last.cpuNs) / 1e6);
    played.push(last);
    while (input.readPosition < input.writePosition) {
      const at = input.readPosition;
      const count = Math.min(back.length, input.writePosition - at);
      input.read(back, count);
      for (let i = 0; i < count; i += 1) {
        const frame = Math.round(back[i]! * SCALE);
        if (frame === 0) continue;
        heard += 1;
        if (before !== 0 && frame < before) backward += 1;
        else if (before !== 0 && frame !== before + 1) gaps += 1;
        before = frame;
        if (!input.recordAt(at + i, record)) continue;
        const heardNs = record.cpuNs + ((at + i - record.position) * 1e9) / next.sampleRate;
        const { position, cpuNs } = played.findLast((one) => one.position <= frame) ?? played[0]!;
        latenciesMs.push((heardNs - cpuNs) / 1e6 - ((frame - position) * 1e3) / next.sampleRate);
      }
    }
  });
}

const endNs = clock.nowNs() + MOST_S * 1e9;
let told = false;
process.stdin.resume().once('end', () => (told = true));
await until(() => told || heard >= Number(enough) || clock.nowNs() > endNs);
process.stdin.destroy();
const { periods, latenessUs } = port.stats();
latenciesMs.sort((a, b) => a - b);
const report: LoopReport = {
  ...{ names: [audioInput ?? '', audioOutput ?? ''], problem, sampleRate: port.sampleRate },
  ...{ periods, heard, gaps, backward, offMs },
  latencyMs: latenciesMs[latenciesMs.length >> 1] ?? 0,
  latenessUs: [latenessUs(0.5), latenessUs(0.99), latenessUs(1)],
};
// The library prints on standard output what it tried.
console.log(`report ${JSON.stringify(report)}`);
live.close();

async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setTimeout(resolve, 5));
}
