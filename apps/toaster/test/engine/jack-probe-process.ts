import process from 'node:process';
import { createJackAudio } from '@jamnet/gpu-native';

/** Asked of the process. */
export type ProbeOrder =
  | { readonly tone: number | null }
  | { readonly send: readonly number[] }
  /** Notes one after the other, each so many periods long; the next begins as it ends. */
  | { readonly notes: readonly number[]; readonly periods: number };

/** Told by it. */
export type ProbeNews =
  | { readonly ready: true }
  | { readonly heard: readonly number[] }
  /** How loud the tones are that it listens for, by frequency, over the last tenth of a second. */
  | { readonly levels: Readonly<Record<string, number>> };

const AHEAD_FRAMES = 4096;
const LEVEL = 0.5;
const TELL_PERIODS = 20;

const [server = '', client = '', ...listensFor] = process.argv.slice(2);
const tell = (news: ProbeNews): void => void process.send!(news);
// The JACK library of a process knows one server: who plugs into several has a process for each. The name is of this one alone, as JACK names the sockets of all servers'
// clients by it.
const port = createJackAudio({
  name: `probe-${server}`,
  server,
  inputChannels: 1,
  outputChannels: 1,
  midi: true,
});
const { inputs, outputs, midiInput, midiOutput } = port.ownPorts;
for (const [from, to] of [
  [outputs[0]!, `${client}:in_1`],
  [`${client}:out_1`, inputs[0]!],
  [midiOutput!, `${client}:midi_in`],
  [`${client}:midi_out`, midiInput!],
] as const) {
  if (!port.connect(from, to)) throw new Error(`${from} cannot be connected to ${to}`);
}
const last = new Float32Array(port.sampleRate / 10);
const block = new Float32Array(1024);
let hz: number | null = null;
let written = 0;
let periods = 0;
let notes: number[] = [];
let notePeriods = 1;
let sounding: number | undefined;

function play(): void {
  const output = port.output!;
  const next = output.readPosition + port.periodFrames;
  written = Math.max(written, next);
  while (written < next + AHEAD_FRAMES) {
    for (let i = 0; i < block.length; i++) {
      const phase = (2 * Math.PI * (hz ?? 0) * (written + i)) / port.sampleRate;
      block[i] = hz === null ? 0 : LEVEL * Math.sin(phase);
    }
    output.write(written, block, 0, block.length, 'real');
    written += block.length;
  }
}

function hear(): void {
  const input = port.input!;
  for (;;) {
    const frames = Math.min(block.length, input.writePosition - input.readPosition);
    if (frames <= 0) return;
    input.read(block, frames);
    last.copyWithin(0, frames);
    last.set(block.subarray(0, frames), last.length - frames);
  }
}

function level(of: number): number {
  let [real, imaginary] = [0, 0];
  for (const [i, value] of last.entries()) {
    const phase = (2 * Math.PI * of * i) / port.sampleRate;
    real += value * Math.cos(phase);
    imaginary += value * Math.sin(phase);
  }
  return (2 * Math.hypot(real, imaginary)) / last.length;
}

function nextNote(): void {
  if (sounding !== undefined) port.midi!.send(Uint8Array.of(0x80, sounding, 0), 0);
  sounding = notes.shift();
  if (sounding !== undefined) port.midi!.send(Uint8Array.of(0x90, sounding, 100), 0);
}

port.midi!.onMessage((bytes) => tell({ heard: [...bytes] }));
port.onPeriod(() => {
  // Its server has gone: so is what it is for.
  if (port.ended) process.exit();
  hear();
  play();
  periods++;
  if (periods % notePeriods === 0) nextNote();
  if (periods % TELL_PERIODS === 0)
    tell({ levels: Object.fromEntries(listensFor.map((each) => [each, level(Number(each))])) });
});
process.on('message', (order: ProbeOrder) => {
  if ('tone' in order) hz = order.tone;
  else if ('send' in order) port.midi!.send(Uint8Array.from(order.send), 0);
  else {
    notes = [...order.notes];
    notePeriods = order.periods;
  }
});
process.on('disconnect', () => process.exit());
tell({ ready: true });
