import process from 'node:process';
import { createJackAudio } from '@jamnet/gpu-native';
import { createAudioRingRecord, type LastRead } from '@jamnet/wire';
import { compare, type Heard, signalAt } from './probe-signal.js';

export interface LatencyRole {
  readonly name: string;
  readonly server: string;
  /** Ports that it plays into and hears. */
  readonly into: string;
  readonly outOf: string;
  readonly settleSeconds: number;
  readonly seconds: number;
}

export type LatencyNews =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'result';
      readonly heard: Heard;
      readonly xruns: number;
      readonly periodFrames: number;
      readonly sampleRate: number;
    };

const AHEAD_FRAMES = 4096;
const BLOCK = 1024;

const role = JSON.parse(process.argv.at(-1)!) as LatencyRole;
const tell = (news: LatencyNews): void => void process.send!(news);
const port = createJackAudio({
  name: `probe-${role.server}`,
  server: role.server,
  inputChannels: 1,
  outputChannels: 1,
});
const { sampleRate, periodFrames } = port;
const output = port.output!;
const input = port.input!;
const block = new Float32Array(BLOCK);
const heard = new Float32Array(Math.ceil(role.seconds * sampleRate));
let written = 0;
let taken = 0;
let count = 0;
const places = new Float64Array(heard.length);
const read: LastRead = { position: 0, frames: 0, cpuNs: 0 };
const record = createAudioRingRecord();

/** The frame that is played in the instant in which one is recorded: by the times of their periods, since after an x-run the rings' positions say nothing. */
function playedWith(position: number): number {
  input.recordAt(position, record);
  // A record says a period less: the server gives what a sound card has recorded before.
  const dueNs = record.cpuNs + (record.frames * 1e9) / sampleRate;
  const start = read.position + Math.round(((dueNs - read.cpuNs) * sampleRate) / 1e9);
  return start + position - record.position;
}

for (const [from, to] of [
  [port.ownPorts.outputs[0]!, role.into],
  [role.outOf, port.ownPorts.inputs[0]!],
] as const) {
  if (!port.connect(from, to)) throw new Error(`${from} cannot be connected to ${to}`);
}

port.onPeriod(() => {
  if (port.ended) throw new Error('the JACK server has gone');
  output.lastRead(read);
  const until = output.readPosition + AHEAD_FRAMES;
  written = Math.max(written, output.readPosition + periodFrames);
  for (; written < until; written += BLOCK) {
    for (let i = 0; i < BLOCK; i++) block[i] = signalAt(written + i, sampleRate);
    output.write(written, block, 0, BLOCK, 'real');
  }
  for (;;) {
    // A period, or what is left of one, at a time: each has a record of its own.
    const frames = Math.min(periodFrames, input.writePosition - input.readPosition);
    if (frames <= 0) break;
    const place = playedWith(input.readPosition);
    input.read(block, frames);
    taken += frames;
    if (taken < role.settleSeconds * sampleRate) continue;
    for (let i = 0; i < frames && count < heard.length; i++, count++) {
      heard[count] = block[i]!;
      places[count] = place + i;
    }
  }
  if (count < heard.length) return;
  const xruns = port.stats().xruns;
  port.close();
  const result = compare(heard, places, sampleRate);
  const news: LatencyNews = { kind: 'result', heard: result, xruns, periodFrames, sampleRate };
  process.send!(news, () => process.disconnect());
});
tell({ kind: 'ready' });
