/**
 * What the engine says and is told: the one contract between it, the window and the terminal. Each message is a line of JSON on a pipe; the engine
 * sends its state whole, some times a second, and whoever shows it keeps nothing but the latest.
 */

/** A topic that somebody announces, without its scheme: `main` stands for `midi://main`, `audio://main` and so on. */
export interface FoundRoom {
  readonly name: string;
  /** Names of those in it. */
  readonly people: readonly string[];
}

export interface DeviceChoice {
  /** What is there now, by name. */
  readonly available: readonly string[];
  /** What was asked for; null = none. It stays chosen while it is unplugged. */
  readonly chosen: string | null;
  /** Whether it is open. */
  readonly open: boolean;
  /** Why it is not, and what to do; null while all is well or nothing was chosen. */
  readonly problem: string | null;
}

/** A stretch of a signal since the last state: 0 to 1, one value a channel. */
export interface Meter {
  readonly peaks: readonly number[];
  /** Notes that were played or heard since the last state. */
  readonly notes: number;
}

/** The last minute, the newest last, a value a second; null where nothing is known. */
export type History = readonly (number | null)[];

/** How much of a peer's sound was whole, since it was first heard; samples. */
export interface Repair {
  readonly direct: number;
  /** Came by a later copy, by JELLIE, was predicted, was not there in time and carried on by the device itself, or silent where that cannot. */
  readonly copies: number;
  readonly jellie: number;
  readonly predicted: number;
  readonly missing: number;
  /** Notes that came only in the history that every message carries. */
  readonly notesRepaired: number;
}

export interface PeerState {
  readonly senderId: number;
  readonly name: string;
  readonly state: 'here' | 'gone';
  /** Median way here and its deviation, milliseconds; null while unknown. */
  readonly latencyMs: number | null;
  readonly jitterMs: number;
  /** Shares of datagrams lost on the way here and on the way there, 0 to 1. */
  readonly lossHere: number;
  readonly lossThere: number | null;
  /** What is kept of its sound before it is played, milliseconds; null where it sends none. */
  readonly bufferMs: number | null;
  readonly playoutMs: number | null;
  readonly meter: Meter;
  readonly repair: Repair;
  /** Its place on the timeline: how far off, and within what bound, microseconds; null while unknown. */
  readonly offsetUs: number | null;
  readonly boundUs: number | null;
  readonly isMaster: boolean;
  /** The listener's own: loudness 0 to 2, silence, and a play-out that much later than the others', milliseconds. */
  readonly volume: number;
  readonly muted: boolean;
  readonly delayMs: number;
  readonly history: {
    readonly latencyMs: History;
    readonly jitterMs: History;
    readonly loss: History;
    readonly bufferMs: History;
  };
}

export interface SyncState {
  readonly state: 'alone' | 'joining' | 'locked' | 'holdover';
  readonly master: string | null;
  readonly isMaster: boolean;
  /** Of the timeline against the master, microseconds. */
  readonly offsetUs: number | null;
  readonly boundUs: number | null;
}

export interface TransportState {
  readonly playing: boolean;
  readonly tempo: number;
  readonly beatsPerBar: number;
  readonly bar: number;
  readonly beat: number;
  /** 0 to 1, where in the beat. */
  readonly phase: number;
}

export interface Notice {
  readonly id: number;
  readonly level: 'info' | 'warning' | 'error';
  /** What happened, with which value. */
  readonly text: string;
  /** What to do about it; null where nothing is to be done. */
  readonly hint: string | null;
}

/** What is kept from one run to the next. */
export interface JamSettings {
  readonly name: string;
  readonly room: string;
  readonly discovery: 'auto' | 'multicast' | 'bonjour' | 'scan' | 'direct';
  /** Names or addresses of interfaces; empty = all. */
  readonly interfaces: readonly string[];
  /** `address:port` of peers who are reached directly. */
  readonly peers: readonly string[];
  readonly audioIn: string | null;
  readonly audioOut: string | null;
  readonly midiIn: string | null;
  readonly midiOut: string | null;
  readonly click: boolean;
  /** Hear oneself, as late as the others are heard. */
  readonly monitor: boolean;
  /** The same delay for everyone's sound, milliseconds; null = each as short as its way allows. */
  readonly playoutMs: number | null;
}

export interface JamState {
  readonly phase: 'lobby' | 'joining' | 'joined' | 'leaving';
  /** Seconds since the engine began. */
  readonly uptimeS: number;
  readonly settings: JamSettings;
  readonly interfacesAvailable: readonly string[];
  readonly rooms: readonly FoundRoom[];
  readonly peers: readonly PeerState[];
  readonly audioIn: DeviceChoice;
  readonly audioOut: DeviceChoice;
  readonly midiIn: DeviceChoice;
  readonly midiOut: DeviceChoice;
  /** What goes in here, and what comes out of the loudspeakers. */
  readonly inputMeter: Meter;
  readonly outputMeter: Meter;
  /** Sample rate and frames a period of the audio device, and how often it was not served in time; null without one. */
  readonly audio: {
    readonly sampleRate: number;
    readonly periodFrames: number;
    readonly xruns: number;
  } | null;
  readonly sync: SyncState;
  readonly transport: TransportState;
  /** Datagrams and bits a second, out and in. */
  readonly network: {
    readonly sentPerS: number;
    readonly receivedPerS: number;
    readonly sentKbps: number;
    readonly receivedKbps: number;
    /** How copies are sent now, as people say it. */
    readonly plan: string;
  };
  readonly notices: readonly Notice[];
}

/** What the engine is asked to do. */
export type JamCommand =
  | { readonly do: 'join'; readonly room: string }
  | { readonly do: 'leave' }
  /** Those that are named change; the rest stays. */
  | { readonly do: 'set'; readonly settings: Partial<JamSettings> }
  | { readonly do: 'play' | 'stop' | 'rewind' }
  | { readonly do: 'tempo'; readonly tempo: number }
  | { readonly do: 'locate'; readonly bar: number }
  | {
      readonly do: 'peer';
      readonly senderId: number;
      readonly volume?: number;
      readonly muted?: boolean;
      readonly delayMs?: number;
    }
  | { readonly do: 'dismiss'; readonly id: number }
  | { readonly do: 'quit' };

/** From the engine, a line each. */
export type EngineMessage =
  | { readonly kind: 'state'; readonly state: JamState }
  /** The engine ends: `problem` says why when it was not asked to. */
  | { readonly kind: 'end'; readonly problem: string | null };
