import { existsSync } from 'node:fs';
import process from 'node:process';

/** What is used of `@julusian/midi`, so that a test can stand in for it. */
export interface MidiLibrary {
  readonly Input: MidiEnd<MidiIn>;
  readonly Output: MidiEnd<MidiOut>;
}

interface MidiEnd<End> {
  new (): End;
  getPortNames(): string[];
}

interface MidiPlace {
  openPortByName(name: string): void;
  openVirtualPort(name: string): void;
  destroy(): void;
}

export interface MidiIn extends MidiPlace {
  ignoreTypes(sysex: boolean, timing: boolean, activeSensing: boolean): void;
  on(event: 'message', handler: (deltaS: number, message: number[]) => void): unknown;
}

export interface MidiOut extends MidiPlace {
  sendMessage(message: number[]): void;
}

/** The way to ALSA's sequencer: without it the library prints on standard error at each try. */
const SEQUENCER = '/dev/snd/seq';

/** Throws where its binary does not fit this machine, or the machine has no MIDI. */
export async function loadMidiLibrary(): Promise<MidiLibrary> {
  if (process.platform === 'linux' && !existsSync(SEQUENCER)) {
    throw new Error(`${SEQUENCER} is not there`);
  }
  return (await import('@julusian/midi')) as unknown as MidiLibrary;
}
