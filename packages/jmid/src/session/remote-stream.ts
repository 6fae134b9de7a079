import {
  decodeCompact,
  type JmidEvent,
  type MidiStateMessage,
  type SysexMessage,
} from '@jamnet/schemas';
import { MidiMessageType, type Peer, type ReceivedFrame } from '@jamnet/toast';
import { createStreamState, type StreamState } from './channel-state.js';
import { eventFormOf } from './event-form.js';
import { createEventReader, type EventReader } from './event-reader.js';
import type { Playout } from './playout.js';
import { releaseAll, repairState } from './state-repair.js';
import { createSysexAssembler, type SysexAssembler, type SysexRoom } from './sysex-assembler.js';

/** What is known of a delivered event beside the event. Borrowed: the object is reused after the handler returns. */
export interface EventInfo {
  readonly peer: Peer;
  readonly streamId: number;
  /**
   * How long after its timestamp it came, microseconds. Where the peer has another clock, how long above the fastest way seen;
   * null while that is not known.
   */
  readonly lateUs: number | null;
  /** Whether `lateUs` is a true one-way latency: the peer has this process's clock. */
  readonly oneWay: boolean;
  /** Later than `lateMs`. */
  readonly late: boolean;
  /** Taken from the history of a later datagram. */
  readonly repaired: boolean;
  /** A newer event about the same thing came before: a note-on after its note-off. Do not sound it. */
  readonly stale: boolean;
  /** Not sent by anyone: made here to release a hanging note or to set a controller right. */
  readonly synthesised: boolean;
}

export type MutableEventInfo = { -readonly [K in keyof EventInfo]: EventInfo[K] };

export type EventHandler = (event: JmidEvent, info: EventInfo) => void;

/** Counters of what came from others. A live object. */
export interface ReceivedCounters {
  onTime: number;
  late: number;
  /** Late note-ons dropped by choice. */
  droppedLate: number;
  stale: number;
  synthesised: number;
  /** Frames in a form that is not known. */
  unknownForm: number;
  /** State lines that could not be read. */
  malformedState: number;
}

export interface RemoteStreamOptions {
  readonly peer: Peer;
  readonly streamId: number;
  readonly lateNs: number;
  readonly dropLateNotes: boolean;
  readonly counters: ReceivedCounters;
  readonly sysexRoom: SysexRoom;
  readonly playout: Playout | undefined;
  readonly info: MutableEventInfo;
  deliver(event: JmidEvent, info: EventInfo): void;
}

/** One stream of one peer, as a listener keeps it. */
export interface RemoteStream {
  readonly reader: EventReader;
  readonly sysex: SysexAssembler;
  /** Whether a note or a pedal is held. */
  readonly hangs: boolean;
  /** When something of it came last. */
  readonly heardNs: number;
  frame(frame: ReceivedFrame): void;
  state(said: MidiStateMessage, nowNs: number): void;
  /** The peer is silent or gone: what it holds is released. */
  release(): void;
  close(): void;
}

export function createRemoteStream(options: RemoteStreamOptions): RemoteStream {
  return new Stream(options);
}

/** The state line in a heartbeat; undefined when it is none. */
export function readStateLine(
  bytes: Uint8Array,
  offset: number,
  length: number,
): MidiStateMessage | undefined {
  const message = decodeCompact(bytes, offset, offset + length);
  return typeof message !== 'number' && message.type === 'midi_state' ? message : undefined;
}

class Stream implements RemoteStream {
  heardNs = 0;
  /** The time that the frame being read bears. */
  #frameNs = 0;
  readonly reader = createEventReader();
  readonly sysex: SysexAssembler;
  readonly #options: RemoteStreamOptions;
  readonly #state: StreamState = createStreamState();
  /** What stands may differ from what the sender says although no event is missing: it was joined in the middle, or released. */
  #unsure = true;
  /** Parts of the sender's state that have been compared since then. */
  readonly #compared = new Set<number>();

  constructor(options: RemoteStreamOptions) {
    this.#options = options;
    this.sysex = createSysexAssembler(options.sysexRoom);
  }

  get hangs(): boolean {
    return this.#state.hangs;
  }

  frame(frame: ReceivedFrame): void {
    this.heardNs = frame.arrivalNs;
    this.#frameNs = frame.timestampNs;
    if (frame.messageType === MidiMessageType.SYSEX_CHUNKS) {
      if (!this.sysex.read(frame, this.#whole)) this.#options.counters.unknownForm++;
      return;
    }
    const form = eventFormOf(frame.formatType);
    if (form === undefined || frame.messageType !== MidiMessageType.EVENTS) {
      this.#options.counters.unknownForm++;
      return;
    }
    this.reader.read(frame, form, this.#take);
  }

  readonly #whole = (message: SysexMessage): void => this.#take(message, 0, false);

  /** Judges an event as it comes, and passes it on when it is due. */
  readonly #take = (event: JmidEvent, sequence: number, repaired: boolean): void => {
    if (event.type === 'sysex_chunk') {
      this.sysex.take(event, this.heardNs, this.#whole);
      return;
    }
    const { counters, lateNs, dropLateNotes, peer, playout } = this.#options;
    const latenessNs = this.#latenessNs(event);
    const late = (latenessNs ?? this.#leastAgeNs(event)) > lateNs;
    if (late && dropLateNotes && (event.type === 'note_on' || event.type === 'midi2_note_on')) {
      counters.droppedLate++;
      return;
    }
    if (late) counters.late++;
    else counters.onTime++;
    const lateUs = latenessNs === null ? null : latenessNs / 1000;
    if (playout === undefined || event.timestamp === undefined || !peer.sameClock)
      this.#due(event, sequence, repaired, late, lateUs);
    else
      playout.hold(Number(event.timestamp) * 1000, () =>
        this.#due(event, sequence, repaired, late, lateUs),
      );
  };

  /** Before it is due an event is not part of the state: what has not sounded need not be released. */
  #due(
    event: JmidEvent,
    sequence: number,
    repaired: boolean,
    late: boolean,
    lateUs: number | null,
  ): void {
    const { info, counters } = this.#options;
    info.lateUs = lateUs;
    info.late = late;
    info.repaired = repaired;
    info.stale = !this.#state.apply(event, sequence);
    info.synthesised = false;
    if (info.stale) counters.stale++;
    this.#deliver(event);
  }

  #latenessNs(event: JmidEvent): number | null {
    const { peer } = this.#options;
    if (event.timestamp === undefined) return null;
    const transitNs = this.heardNs - Number(event.timestamp) * 1000;
    if (peer.sameClock) return transitNs;
    const above = transitNs - peer.fastestNs;
    return Number.isNaN(above) ? null : above;
  }

  /** How old the event was when its frame was sent, by the sender's own clock: what is known of a peer of which no heartbeat has come yet. */
  #leastAgeNs(event: JmidEvent): number {
    return event.timestamp === undefined ? 0 : this.#frameNs - Number(event.timestamp) * 1000;
  }

  #deliver(event: JmidEvent): void {
    const { info, peer, streamId } = this.#options;
    info.peer = peer;
    info.streamId = streamId;
    info.oneWay = peer.sameClock;
    this.#options.deliver(event, info);
  }

  readonly #repair = (event: JmidEvent): void => {
    const { info, counters } = this.#options;
    info.lateUs = null;
    info.late = false;
    info.repaired = false;
    info.stale = false;
    info.synthesised = true;
    counters.synthesised++;
    this.#deliver(event);
  };

  state(said: MidiStateMessage, nowNs: number): void {
    this.heardNs = nowNs;
    this.reader.announce(said.sequence);
    const { peer, playout } = this.#options;
    if (playout === undefined || !peer.sameClock) this.#compare(said);
    else playout.follow(() => this.#compare(said));
  }

  #compare(said: MidiStateMessage): void {
    if (!this.#unsure && this.reader.completeTo(said.sequence)) return;
    repairState(this.#state, said, this.#repair);
    if (said.part !== undefined) this.#compared.add(said.part[0]);
    if (said.part === undefined || this.#compared.size >= said.part[1]) this.#unsure = false;
  }

  release(): void {
    releaseAll(this.#state, this.#repair);
    this.#unsure = true;
    this.#compared.clear();
  }

  close(): void {
    this.sysex.close();
  }
}
