import { type AudioPort, type AudioPortOptions, JamError, type MidiPort } from '@jamnet/wire';
import type { AudioAddon, JackClient, JackOwnPorts } from './audio-addon.js';
import { checkOptions } from './check-options.js';
import { type DeviceMemory, openAudioAddon, placeOf } from './device-memory.js';
import { DevicePort } from './device-port.js';
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
      `no JACK device: ${(error as Error).message}, or use the system's own audio`,
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

class JackAudio extends DevicePort implements JackAudioPort {
  readonly kind = 'jack';
  readonly name: string;
  readonly sampleRate: number;
  readonly ownPorts: JackOwnPorts;
  readonly midi: RingMidi | undefined;
  readonly #client: JackClient;
  /** On the way in and out, as of when ports were last connected or looked at: asking the server for each period would be too much. */
  #latency: readonly [number, number] = [0, 0];

  constructor(addon: AudioAddon, memory: DeviceMemory, client: JackClient, shape: Shape) {
    super();
    const { sampleRate } = client;
    this.#client = client;
    this.name = client.name;
    this.sampleRate = sampleRate;
    this.ownPorts = client.ownPorts();
    const records = memory.allocate(4 * addon.audioRecords.recordWords);
    const output = memory.audioRing(sampleRate, shape.outputChannels, shape.ringFrames);
    const input = memory.audioRing(sampleRate, shape.inputChannels, shape.ringFrames);
    const [midiInput, midiOutput] = shape.midi
      ? [memory.eventRing(EVENTS), memory.eventRing(EVENTS)]
      : [];
    if (shape.midi)
      this.midi = new RingMidi('jack', midiInput?.ring, midiOutput?.ring, () => this.ended);
    const places = {
      records: placeOf(records),
      output: output?.place,
      input: input?.place,
      midiOutput: midiOutput?.place,
      midiInput: midiInput?.place,
    };
    this.begin({
      memory,
      records: new DeviceRecords(records.bytes, addon.audioRecords),
      voices: new DeviceVoices(client, memory, sampleRate, shape.ringFrames),
      output: output?.ring,
      input: input?.ring,
    });
    client.start(places, () => this.afterPeriod());
  }

  get periodFrames(): number {
    return this.parts.records.periodFrames();
  }

  get inputLatencyFrames(): number {
    return this.#latency[0];
  }

  get outputLatencyFrames(): number {
    return this.#latency[1];
  }

  get ended(): boolean {
    return this.parts.records.ended();
  }

  ports(what: 'audio' | 'midi', gives: boolean): string[] {
    if (this.#gone()) return [];
    this.#latency = this.#client.latency();
    return this.#client.ports(what === 'midi', gives);
  }

  connect(from: string, to: string): boolean {
    if (this.#gone()) return false;
    const connected = this.#client.connect(from, to);
    this.#latency = this.#client.latency();
    return connected;
  }

  disconnect(from: string, to: string): boolean {
    return !this.#gone() && this.#client.disconnect(from, to);
  }

  /** A server that has gone answers nothing. */
  #gone(): boolean {
    return this.closed || this.ended;
  }

  protected override afterPeriod(): void {
    this.midi?.pump();
    super.afterPeriod();
  }

  protected end(): void {
    this.midi?.close();
    this.#client.close();
  }
}
