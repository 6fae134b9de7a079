import {
  type AudioPort,
  type AudioPortOptions,
  type AudioRing,
  type AudioVoice,
  JamError,
  type MidiPort,
} from '@jamnet/wire';
import type { AudioAddon, JackClient, JackOwnPorts } from './audio-addon.js';
import { checkOptions } from './check-options.js';
import { type DeviceMemory, openAudioAddon, placeOf } from './device-memory.js';
import { DeviceRecords } from './device-records.js';
import { DeviceVoices } from './device-voices.js';
import { RingMidi } from './ring-midi.js';

/** How a client of a JACK server is made. Its server says the sample rate and the period. */
export interface JackAudioOptions extends Omit<AudioPortOptions, 'sampleRate' | 'periodFrames'> {
  /** What the client is called; where one is called so already JACK adds a number. @default 'jamnet' */
  readonly name?: string;
  /** The server's name. @default the one that JACK_DEFAULT_SERVER names, or `default` */
  readonly server?: string;
  /** Whether it has MIDI ports, `midi_in` and `midi_out`. @default false */
  readonly midi?: boolean;
}

/** An audio device that JACK, or PipeWire in its place, moves: what goes where is a matter of connections. */
export interface JackAudioPort extends AudioPort {
  readonly kind: 'jack';
  /** What it is called. */
  readonly name: string;
  /** Undefined unless it was asked for. Messages are told of after the period in which they came. */
  readonly midi: MidiPort | undefined;
  /** Its own ports, by their full names. */
  readonly ownPorts: JackOwnPorts;
  /** Full names (`client:port`) of all ports of the server, own ones included; those that `gives` something, or that take it. Blocks for a moment. */
  ports(what: 'audio' | 'midi', gives: boolean): string[];
  /** Connects two ports. Whether they are connected now. Blocks for a moment. */
  connect(from: string, to: string): boolean;
  disconnect(from: string, to: string): boolean;
}

/** Records of a MIDI ring: 4,096 bytes of one message, or 1,024 notes. */
const EVENTS = 1024;

/**
 * Opens a client of a JACK server that runs; none is started. Its process callback runs on the server's real-time thread and touches rings only.
 *
 * Throws JamError `native-unavailable` where the native part or its audio is missing or the arena has no room, `no-such-device` where there is no
 * JACK or no server runs, and `bad-option`.
 */
export function createJackAudio(options: JackAudioOptions = {}): JackAudioPort {
  const { name = 'jamnet', server = '', midi = false, ...shape } = options;
  const checked = checkOptions({ ...shape, source: 'silence' }, midi);
  const { addon, memory } = openAudioAddon();
  let client: JackClient;
  try {
    client = new addon.JackAudio({
      name,
      server,
      inputChannels: checked.inputChannels,
      outputChannels: checked.outputChannels,
      midiInput: midi,
      midiOutput: midi,
    });
  } catch (error) {
    throw new JamError(
      'no-such-device',
      `no JACK device: ${(error as Error).message}; start a server (jackd, or PipeWire with its JACK library), or use the system's own audio`,
    );
  }
  try {
    return new JackAudio(addon, memory, client, { ...checked, midi });
  } catch (error) {
    client.close();
    memory.free();
    if (error instanceof JamError) throw error;
    throw new JamError('native-unavailable', `no JACK device: ${(error as Error).message}`);
  }
}

interface Shape {
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly ringFrames: number;
  readonly midi: boolean;
}

class JackAudio implements JackAudioPort {
  readonly kind = 'jack';
  readonly name: string;
  readonly sampleRate: number;
  readonly output: AudioRing | undefined;
  readonly input: AudioRing | undefined;
  readonly ownPorts: JackOwnPorts;
  readonly #client: JackClient;
  readonly #memory: DeviceMemory;
  readonly #records: DeviceRecords;
  readonly #voices: DeviceVoices;
  readonly #midi: RingMidi | undefined;
  #handler: () => void = () => {};
  #closed = false;

  constructor(addon: AudioAddon, memory: DeviceMemory, client: JackClient, shape: Shape) {
    const { sampleRate } = client;
    this.#client = client;
    this.#memory = memory;
    this.name = client.name;
    this.sampleRate = sampleRate;
    this.ownPorts = client.ownPorts();
    const records = memory.allocate(4 * addon.audioRecords.recordWords);
    this.#records = new DeviceRecords(records.bytes, addon.audioRecords);
    const output = memory.audioRing(sampleRate, shape.outputChannels, shape.ringFrames);
    const input = memory.audioRing(sampleRate, shape.inputChannels, shape.ringFrames);
    const [midiInput, midiOutput] = shape.midi
      ? [memory.eventRing(EVENTS), memory.eventRing(EVENTS)]
      : [];
    this.output = output?.ring;
    this.input = input?.ring;
    if (shape.midi)
      this.#midi = new RingMidi('jack', midiInput?.ring, midiOutput?.ring, () => this.ended);
    const places = {
      records: placeOf(records),
      output: output?.place,
      input: input?.place,
      midiOutput: midiOutput?.place,
      midiInput: midiInput?.place,
    };
    this.#voices = new DeviceVoices(client, memory, sampleRate, shape.ringFrames);
    client.start(places, () => this.#afterPeriod());
  }

  get midi(): MidiPort | undefined {
    return this.#midi;
  }

  get periodFrames(): number {
    return this.#records.periodFrames();
  }

  get inputLatencyFrames(): number {
    return this.#gone() ? 0 : this.#client.latency()[0];
  }

  get outputLatencyFrames(): number {
    return this.#gone() ? 0 : this.#client.latency()[1];
  }

  get startNs(): number {
    return this.#records.startNs();
  }

  get ended(): boolean {
    return this.#records.ended();
  }

  get realtime(): AudioPort['realtime'] {
    return this.#records.realtime();
  }

  onPeriod(handler: () => void): void {
    this.#handler = handler;
  }

  addVoice(channels: number): AudioVoice {
    return this.#voices.add(channels, this.output?.channels ?? 0);
  }

  stats() {
    return this.#records.stats();
  }

  ports(what: 'audio' | 'midi', gives: boolean): string[] {
    return this.#gone() ? [] : this.#client.ports(what === 'midi', gives);
  }

  connect(from: string, to: string): boolean {
    return !this.#gone() && this.#client.connect(from, to);
  }

  disconnect(from: string, to: string): boolean {
    return !this.#gone() && this.#client.disconnect(from, to);
  }

  /** A server that has gone answers nothing. */
  #gone(): boolean {
    return this.#closed || this.ended;
  }

  #afterPeriod(): void {
    this.#midi?.pump();
    this.#handler();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#midi?.close();
    this.#voices.close();
    this.#client.close();
    this.#records.keep();
    this.#memory.free();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
