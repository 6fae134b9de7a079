import process from 'node:process';
import { createJackAudio } from '@jamnet/gpu-native';

export interface SoundRole {
  readonly name: string;
  readonly server: string;
  /** The port that it plays a tone into, all the time. */
  readonly into: string;
  /** The port that it hears once it is told to listen; it need not be there yet. */
  readonly outOf: string;
}

export type SoundNews =
  | { readonly kind: 'ready' }
  /** When the first sample was heard that is not silent, nanoseconds on CLOCK_MONOTONIC. */
  | { readonly kind: 'sound'; readonly ns: bigint };

const AHEAD_FRAMES = 4096;
const BLOCK = 1024;
const TONE = 0.2;
const TONE_HZ = 441;
const LOOK_MS = 10;

const role = JSON.parse(process.argv.at(-1)!) as SoundRole;
const tell = (news: SoundNews): void => void process.send!(news);
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
let written = 0;
let isListening = false;

if (!port.connect(port.ownPorts.outputs[0]!, role.into))
  throw new Error(`${role.into} cannot be played into`);

port.onPeriod(() => {
  if (port.ended) throw new Error('the JACK server has gone');
  play();
  const isSilent = take();
  if (!isListening || isSilent) return;
  isListening = false;
  tell({ kind: 'sound', ns: process.hrtime.bigint() });
});

function play(): void {
  const until = output.readPosition + AHEAD_FRAMES;
  written = Math.max(written, output.readPosition + periodFrames);
  for (; written < until; written += BLOCK) {
    for (let i = 0; i < BLOCK; i++)
      block[i] = TONE * Math.sin((2 * Math.PI * TONE_HZ * (written + i)) / sampleRate);
    output.write(written, block, 0, BLOCK, 'real');
  }
}

/** Takes what was recorded since. Whether all of it is silent. */
function take(): boolean {
  let isSilent = true;
  for (;;) {
    const frames = Math.min(BLOCK, input.writePosition - input.readPosition);
    if (frames <= 0) return isSilent;
    input.read(block, frames);
    isSilent &&= block.subarray(0, frames).every((sample) => sample === 0);
  }
}

process.on('message', () => {
  isListening = true;
  const timer = setInterval(() => {
    if (!port.ports('audio', true).includes(role.outOf)) return;
    if (port.connect(role.outOf, port.ownPorts.inputs[0]!)) clearInterval(timer);
  }, LOOK_MS);
});
tell({ kind: 'ready' });
