import type { Addon } from '../addon.js';

/** A range of the arena: offset and length in bytes. */
export type Place = readonly [offset: number, bytes: number];

export interface NullDeviceRequest {
  readonly sampleRate: number;
  readonly periodFrames: number;
  readonly startNs: number;
  readonly priority: number;
  readonly spinUs: number;
  readonly records: Place;
  readonly output: Place | undefined;
  readonly input: Place | undefined;
  readonly source: 'silence' | 'counter' | 'playback' | 'loop';
  readonly loop: Place | undefined;
}

/** What every device does with its voices. */
export interface VoiceCalls {
  /** Its number; -1 where none is left. */
  addVoice(ring: Place): number;
  setGain(index: number, gain: number): void;
  takePeak(index: number): number;
  removeVoice(index: number): void;
  /** Whether the device's thread has let go of it. */
  voiceIdle(index: number): boolean;
}

export interface NullDevice extends VoiceCalls {
  /** Returns when the device's thread has ended. */
  close(): void;
}

/** Where things lie in a device's records. */
export interface RecordsShape {
  /** 32-bit words of the records; the histogram begins at `histogramAt`, with a microsecond a word for `histogramLinear` words. */
  readonly recordWords: number;
  readonly histogramAt: number;
  readonly histogramLinear: number;
}

export interface JackRequest {
  readonly name: string;
  /** Empty = the default one. */
  readonly server: string;
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly midiInput: boolean;
  readonly midiOutput: boolean;
}

export interface JackPlaces {
  readonly records: Place;
  readonly output: Place | undefined;
  readonly input: Place | undefined;
  readonly midiOutput: Place | undefined;
  readonly midiInput: Place | undefined;
}

/** Full names, `client:port`. */
export interface JackOwnPorts {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly midiInput: string | null;
  readonly midiOutput: string | null;
}

export interface JackClient extends VoiceCalls {
  readonly name: string;
  readonly sampleRate: number;
  readonly periodFrames: number;
  ownPorts(): JackOwnPorts;
  /** Of everybody; `give`: those that something comes out of. */
  ports(midi: boolean, give: boolean): string[];
  /** Whether they are connected now. */
  connect(from: string, to: string): boolean;
  disconnect(from: string, to: string): boolean;
  /** Frames on the way in and on the way out. */
  latency(): [number, number];
  /** Throws where the rings do not fit the ports. */
  start(places: JackPlaces, afterPeriod: () => void): void;
  close(): void;
}

/** What `native/binding/linux/{null,jack}_audio.cc` export. */
export interface AudioAddon extends Addon {
  readonly audioRecords: RecordsShape;
  readonly NullAudio: {
    /** Throws where the rings do not fit or the system has no room. */
    new (request: NullDeviceRequest, afterPeriod: () => void): NullDevice;
  };
  readonly JackAudio: {
    /** Throws why there is no client. */
    new (request: JackRequest): JackClient;
  };
}
