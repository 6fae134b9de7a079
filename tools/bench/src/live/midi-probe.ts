import process from 'node:process';
import { createJackAudio } from '@jamnet/gpu-native';
import { createSystemClock } from '@jamnet/wire';

export interface MidiRole {
  readonly name: string;
  readonly server: string;
  /** Messages to play, the first an on, the next its off, and so on; 0 to listen until it is told to stop. */
  readonly messages: number;
  readonly gapMs: number;
}

export type MidiNews =
  | { readonly kind: 'ready' }
  /** When each was in the graph of the server: CLOCK_MONOTONIC, milliseconds. */
  | { readonly kind: 'played'; readonly timesMs: number[] }
  | { readonly kind: 'heard'; readonly heard: { readonly bytes: number[]; readonly ms: number }[] };

const LEAD_NS = 200e6;
/** How uneven the gaps are, so that they fall everywhere in a period. */
const SPREAD_NS = 7e6;

const NOTES = 80;
/** After so many messages they come round. */
export const MESSAGES_APART = 2 * NOTES;

/** The message with a number: the notes are told apart, so that none is taken for another. */
export function messageAt(index: number): [number, number, number] {
  const note = 30 + (Math.floor(index / 2) % NOTES);
  return index % 2 === 0 ? [0x90, note, 100] : [0x80, note, 0];
}

function play(): void {
  const role = JSON.parse(process.argv.at(-1)!) as MidiRole;
  const tell = (news: MidiNews): void => void process.send!(news);
  const clock = createSystemClock();
  const port = createJackAudio({
    name: `probe-${role.server}`,
    server: role.server,
    outputChannels: 0,
    inputChannels: 0,
    midi: true,
  });
  const { midiInput, midiOutput } = port.ownPorts;
  port.connect(midiOutput!, 'toaster:midi_in');
  port.connect('toaster:midi_out', midiInput!);
  const heard: { bytes: number[]; ms: number }[] = [];
  // What a client plays in a period is told of as if it had been recorded in the one before.
  const periodNs = (port.periodFrames * 1e9) / port.sampleRate;
  port.midi!.onMessage((bytes, atNs) => {
    heard.push({ bytes: [...bytes], ms: (atNs + periodNs) / 1e6 });
  });
  const timesMs: number[] = [];
  let nextNs = clock.nowNs() + 1e9;
  port.onPeriod(() => {
    if (port.ended) throw new Error('the JACK server has gone');
    while (timesMs.length < role.messages && nextNs < clock.nowNs() + LEAD_NS) {
      port.midi!.send(Uint8Array.from(messageAt(timesMs.length)), nextNs);
      timesMs.push(nextNs / 1e6);
      nextNs += role.gapMs * 1e6 + Math.random() * SPREAD_NS;
      if (timesMs.length === role.messages) tell({ kind: 'played', timesMs });
    }
  });
  process.on('message', () => {
    port.close();
    const news: MidiNews = { kind: 'heard', heard };
    // What is much has not gone when it has been said.
    process.send!(news, () => process.disconnect());
  });
  tell({ kind: 'ready' });
}

if (process.send !== undefined && process.argv.at(-1)!.startsWith('{')) play();
