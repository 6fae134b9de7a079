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
const AROUND_S = 0.25;

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
const clicks: number[] = [];
/** Of each period: its first frame, and when frame 0 had been recorded by what the server says of it. */
const positions: number[] = [];
const offsetsNs: number[] = [];
const nsPerFrame = 1e9 / port.sampleRate;
port.onPeriod(() => {
  if (port.ended) throw new Error('the JACK server has gone');
  for (;;) {
    const frames = Math.min(block.length, input.writePosition - input.readPosition);
    if (frames <= 0) return;
    const at = input.readPosition;
    input.recordAt(at, record);
    input.read(block, frames);
    positions.push(at);
    offsetsNs.push(record.cpuNs - record.position * nsPerFrame);
    for (let i = 0; i < frames; i++) {
      if (Math.abs(block[i]!) < LOUD) continue;
      if (at + i - (clicks.at(-1) ?? -Infinity) > APART_S * port.sampleRate) clicks.push(at + i);
    }
  }
});

/** A sound card's clock is even, and what a server says of single periods is not: the middle of what it says of those around. */
function timeOf(frame: number): number {
  const around = offsetsNs.filter(
    (_, i) => Math.abs(positions[i]! - frame) < AROUND_S * port.sampleRate,
  );
  around.sort((a, b) => a - b);
  return frame * nsPerFrame + around[around.length >> 1]!;
}
process.on('message', () => {
  const { xruns } = port.stats();
  port.close();
  const news: ClickNews = { kind: 'clicks', timesNs: clicks.map(timeOf), xruns };
  process.send!(news, () => process.disconnect());
});
tell({ kind: 'ready' });
