import type { DeviceState, LiveDevices, LiveDevicesOptions } from '@jamnet/devices';
import {
  type AudioPort,
  type AudioRing,
  type AudioVoice,
  audioRingBytes,
  createAudioRing,
  createAudioRingRecord,
  JamError,
  type MidiPort,
} from '@jamnet/wire';

export const RATE = 48_000;
export const NS_PER_FRAME = 1e9 / RATE;
const RING_FRAMES = 16_384;

/** A voice whose frames are kept as they are played. */
export interface FakeVoice extends AudioVoice {
  readonly played: number[];
  gain: number;
  closed: boolean;
}

/** An audio device whose periods a test runs. */
export interface FakeAudioPort extends AudioPort {
  readonly voices: readonly FakeVoice[];
  ended: boolean;
  outputLatencyFrames: number;
  /** What is recorded in a period, interleaved; silence without. */
  source: ((position: number) => number) | undefined;
  /** Plays and records a period that is due at a time. */
  period(dueNs: number, frames?: number): void;
  /** How seldom whoever listens is told of periods. */
  everyFrames: number;
  /** As many voices as it takes. */
  room: number;
}

function ringOf(channels: number): AudioRing {
  const format = { sampleRate: RATE, channels, frames: RING_FRAMES };
  const bytes = new Uint8Array(new SharedArrayBuffer(audioRingBytes(format)));
  return createAudioRing(bytes, format);
}

export interface FakeAudioOptions {
  readonly periodFrames?: number;
  readonly inputChannels?: number;
  readonly outputChannels?: number;
  readonly sampleRate?: number;
}

export function createFakeAudioPort({
  periodFrames = 64,
  inputChannels = 2,
  outputChannels = 2,
  sampleRate = RATE,
}: FakeAudioOptions = {}): FakeAudioPort {
  const voices: FakeVoice[] = [];
  const input = inputChannels === 0 ? undefined : ringOf(inputChannels);
  const output = outputChannels === 0 ? undefined : ringOf(outputChannels);
  let handler: (() => void) | undefined;
  let recorded = 0;
  let untold = 0;
  return {
    kind: 'fake',
    sampleRate,
    periodFrames,
    inputLatencyFrames: 0,
    outputLatencyFrames: 0,
    ended: false,
    startNs: 0,
    realtime: { ok: true },
    input,
    output,
    voices,
    source: undefined,
    room: 64,
    addVoice(channels) {
      if (this.ended) throw new JamError('closed', 'the device has gone');
      if (voices.filter(({ closed }) => !closed).length >= this.room)
        throw new JamError('native-unavailable', 'there is no room for a voice');
      const voice: FakeVoice = {
        ring: ringOf(channels),
        played: [],
        gain: 1,
        closed: false,
        setGain: (gain) => void (voice.gain = gain),
        takePeak: () => voice.played.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
        close: () => void (voice.closed = true),
      };
      voices.push(voice);
      return voice;
    },
    period(dueNs, frames = periodFrames) {
      for (const { closed, ring, played } of voices) {
        if (closed) continue;
        const block = new Float32Array(frames * ring.channels);
        ring.read(block, frames, dueNs);
        for (let i = 0; i < frames; i++) played.push(block[i * ring.channels]!);
      }
      if (input !== undefined) {
        const block = Float32Array.from(
          { length: frames * inputChannels },
          (_, i) => this.source?.(recorded + Math.floor(i / inputChannels)) ?? 0,
        );
        const cpuNs = dueNs - frames * NS_PER_FRAME;
        input.write(recorded, block, 0, frames, 'real', recordOf(recorded, frames, cpuNs));
        recorded += frames;
      }
      untold += frames;
      if (untold < this.everyFrames) return;
      untold = 0;
      handler?.();
    },
    onPeriod(next, everyFrames = 0) {
      handler = next;
      this.everyFrames = everyFrames;
    },
    everyFrames: 0,
    stats: () => ({ periods: 0, restarts: 0, xruns: 0, latenessUs: () => 0 }),
    close: () => undefined,
    [Symbol.dispose]: () => undefined,
  };
}

function recordOf(position: number, frames: number, cpuNs: number) {
  return { ...createAudioRingRecord(), position, frames, cpuNs };
}

/** A MIDI port that keeps what is sent. */
export interface FakeMidiPort extends MidiPort {
  readonly sent: { readonly bytes: readonly number[]; readonly atNs: number }[];
  /** As if it had been played. */
  play(bytes: readonly number[], atNs: number): void;
}

export function createFakeMidiPort(): FakeMidiPort {
  let handler: (bytes: Uint8Array, atNs: number) => void = () => undefined;
  const sent: FakeMidiPort['sent'] = [];
  return {
    kind: 'fake',
    ended: false,
    sent,
    play: (bytes, atNs) => handler(Uint8Array.from(bytes), atNs),
    onMessage: (next) => void (handler = next),
    send: (bytes, atNs) => sent.push({ bytes: [...bytes], atNs }) > 0,
    close: () => undefined,
    [Symbol.dispose]: () => undefined,
  };
}

/** Devices that a test puts there and takes away. */
export interface FakeDevices extends LiveDevices {
  audio: FakeAudioPort | undefined;
  midi: FakeMidiPort | undefined;
  readonly asked: object[];
  readonly options: LiveDevicesOptions | undefined;
  works: boolean;
  problem: string | null;
  available: readonly string[];
  closed: boolean;
  /** Others are there now. */
  tell(): void;
  open(options: LiveDevicesOptions): Promise<LiveDevices>;
}

export function createFakeDevices(): FakeDevices {
  let handler = (): void => undefined;
  const devices: FakeDevices & { options: LiveDevicesOptions | undefined } = {
    audio: createFakeAudioPort(),
    midi: createFakeMidiPort(),
    asked: [],
    options: undefined,
    works: true,
    problem: null,
    available: ['system'],
    closed: false,
    state() {
      const { available, works, problem } = devices;
      const one: DeviceState = { available, chosen: 'system', works, problem };
      const none: DeviceState = { available: [], chosen: null, works: false, problem: null };
      return { audioInput: one, audioOutput: one, midiInput: none, midiOutput: none };
    },
    choose: (choice) => void devices.asked.push(choice),
    onPorts: (next) => void (handler = next),
    tell: () => handler(),
    close: () => void (devices.closed = true),
    [Symbol.dispose]: () => undefined,
    open(options) {
      devices.options = options;
      return Promise.resolve(devices);
    },
  };
  return devices;
}
