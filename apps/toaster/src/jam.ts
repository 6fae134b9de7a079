import type { JamLayers } from '@jamnet/jam';
import type { AudioCoding, AudioReceiveOptions, AudioSendOptions, Jdat } from '@jamnet/jdat';
import type { JmidEvent } from '@jamnet/schemas';
import type { DiscoveryMode, NativeChoice } from '@jamnet/toast';

/** Someone else in the jam. */
export interface JamPeer {
  readonly senderId: number;
  /** Empty until its first heartbeat has come. */
  readonly name: string;
  readonly state: 'alive' | 'left' | 'expired';
  /** It plays nothing; whoever only gives commands of the transport does not either. */
  readonly receiveOnly: boolean;
  /** Whether one-way latency can be told: the peer's clock is this machine's. Null before its first heartbeat. */
  readonly sameClock: boolean | null;
  readonly endpoints: readonly string[];
  /** Share of its datagram copies that do not arrive here, 0-1. */
  readonly lossRate: number;
  /** Share of ours that does not arrive there, by its own report; null while it has said nothing. */
  readonly reportedLossRate: number | null;
}

/** How an event came. */
export interface Heard {
  readonly peer: JamPeer;
  /** When it was heard, nanoseconds on the clock. */
  readonly arrivalNs: number;
  /** After its own time, in microseconds; null when the peer's clock is another one. */
  readonly lateUs: number | null;
  readonly late: boolean;
  /** It came out of the history of a later datagram. */
  readonly repaired: boolean;
  /** A note-on whose note-off has already been heard: it never sounds. */
  readonly stale: boolean;
  /** Nobody sent it: a release of a note that hangs, a repair from a peer's state, or a note that is predicted. */
  readonly synthesised: boolean;
  /** A note that is likely to be played while nothing is heard, or its end. */
  readonly predicted: boolean;
  /** A note-on that sounds already, since it was predicted. */
  readonly confirmed: boolean;
}

/** When each copy of a frame goes out. */
export interface JamPlan {
  readonly offsetsUs: readonly number[];
  readonly spread: 'narrow' | 'wide';
}

/** Counters since the start. */
export interface JamStats {
  readonly datagramsSent: number;
  /**
   * Datagrams of others that reached the socket, those thrown away by `--simulate-loss` included. Multicast comes back to whoever
   * sent it: what is this process's own is not counted.
   */
  readonly datagramsArrived: number;
  readonly datagramsThrownAway: number;
  /** Copies of frames that had already come. */
  readonly duplicates: number;
  /** Frames whose check sum or form was wrong. */
  readonly corrupt: number;
  /** Events that others sent and that have not come yet; at the end they are lost. */
  readonly missing: number;
  readonly plan: JamPlan | null;
}

/** All that the commands need of the network: a room in which events are heard and played. */
export interface Jam {
  readonly topic: string;
  /** Of this process; drawn anew when another one turns out to have the same. */
  readonly senderId: number;
  /** The session's timeline and the transport on it; null in a room that was opened without. */
  readonly sync: JamLayers['sync'] | null;
  /** Null in a room that was opened without. */
  readonly audio: JamAudio | null;
  /** Where others reach this process by unicast, `address:port`. */
  readonly endpoints: readonly string[];
  /** What carries the datagrams: `native` or `dgram`. */
  readonly port: string;
  /** Why it is not the native port, in a line; null where it is. */
  readonly portNotice: string | null;
  /** Ways of finding others that cannot be gone here, each with the reason. */
  readonly discoveryNotices: readonly string[];
  /** False when the event was refused: a queue is full, or the room was opened without MIDI. */
  send(event: JmidEvent): boolean;
  onEvent(handler: (event: JmidEvent, heard: Heard) => void): void;
  /** Calls when a peer is heard for the first time, says goodbye, or falls silent. */
  onPeer(handler: (peer: JamPeer) => void): void;
  peers(): readonly JamPeer[];
  stats(): JamStats;
  /** Resolves when what was sent last has been repeated often enough. */
  drain(): Promise<void>;
  /** Says goodbye and leaves. */
  close(): Promise<void>;
}

export interface JamOptions {
  readonly topic: string;
  readonly name?: string | undefined;
  /** Names or addresses of interfaces; all of them when absent. */
  readonly interfaces?: readonly string[] | undefined;
  /** How others are found, and this process by them. @default 'auto' */
  readonly discovery?: DiscoveryMode | undefined;
  /** `address:port` of peers that multicast does not reach. */
  readonly peers?: readonly string[] | undefined;
  /** The UDP port that others reach this process at by unicast. @default any free one */
  readonly port?: number | undefined;
  /** Whether the native port is used. @default 'auto' */
  readonly native?: NativeChoice | undefined;
  readonly receiveOnly?: boolean | undefined;
  /** Whether MIDI is sent and heard. @default true */
  readonly midi?: boolean | undefined;
  /** Whether this process is on the session's timeline. @default false */
  readonly sync?: boolean | undefined;
  /** Which audio is sent and heard. @default none */
  readonly audio?: JamAudioOptions | undefined;
  /** @default 50 */
  readonly lateMs?: number | undefined;
  /** Whether notes are predicted in dropouts. @default false */
  readonly predict?: boolean | undefined;
  /** Throws away this share of the datagrams that arrive. */
  readonly simulatedLoss?: SimulatedLoss | undefined;
}

/** Audio in and out. */
export type JamAudio = Pick<Jdat, 'send' | 'onStream' | 'stats'>;

export interface JamAudioOptions {
  /** Beside plain PCM. */
  readonly codings?: readonly AudioCoding[];
  /** Absent: nothing is sent. */
  readonly send?: AudioSendOptions;
  /** False to hear nothing. */
  readonly receive?: AudioReceiveOptions | false;
}

export interface SimulatedLoss {
  readonly share: number;
  /** Mean length of a run of losses; independent losses when absent. */
  readonly meanRunMs?: number | undefined;
  readonly seed?: number | undefined;
}
