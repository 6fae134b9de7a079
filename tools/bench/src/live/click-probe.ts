import process from 'node:process';
import { createJackAudio } from '@jamnet/gpu-native';
import { createAudioRingRecord } from '@jamnet/wire';

export interface ClickRole {
  readonly name: string;
  readonly server: string;
}

export type ClickNews =
  | { readonly kind: 'ready' }
  /** When each click began, CLOCK_MONOTONIC, nanoseconds. */
  | { readonly kind: 'clicks'; readonly timesNs: number[]; readonly xruns: number };

/** A click begins with its largest sample. */
const LOUD = 0.2;
/** So long at the least from one beginning to the next. */
const APART_S = 0.05;

const role = JSON.parse(process.argv.at(-1)!) as ClickRole;
const tell = (news: ClickNews): void => void process.send!(news);
const port = createJackAudio({
  name: `probe-${role.server}`,
  server: role.server,
  inputChannels: 1,
  outputChannels: 0,
});
port.connect('toaster:out_1', port.ownPorts.inputs[0]!);
const input = port.input!;
const record = createAudioRingRecord();
const block = new Float32Array(port.periodFrames);
const timesNs: number[] = [];
port.onPeriod(() => {
  if (port.ended) throw new Error('the JACK server has gone');
  for (;;) {
    const frames = Math.min(block.length, input.writePosition - input.readPosition);
    if (frames <= 0) return;
    const at = input.readPosition;
    input.recordAt(at, record);
    input.read(block, frames);
    for (let i = 0; i < frames; i++) {
      if (Math.abs(block[i]!) < LOUD) continue;
      const ns = record.cpuNs + ((at - record.position + i) * 1e9) / port.sampleRate;
      if (ns - (timesNs.at(-1) ?? -Infinity) > APART_S * 1e9) timesNs.push(ns);
    }
  }
});
process.on('message', () => {
  tell({ kind: 'clicks', timesNs, xruns: port.stats().xruns });
  port.close();
  process.disconnect();
});
tell({ kind: 'ready' });
