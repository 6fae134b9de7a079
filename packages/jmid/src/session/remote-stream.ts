import { decodeCompact, type JmidEvent, type MidiStateMessage } from '@jamnet/schemas';
import { MidiMessageType, type Peer, type ReceivedFrame } from '@jamnet/toast';
import { createStreamState, type StreamState } from './channel-state.js';
import { eventFormOf } from './event-form.js';
import { createEventReader, type EventReader } from './event-reader.js';
import { releaseAll, repairState } from './state-repair.js';
import { createSysexAssembler, type SysexAssembler } from './sysex-assembler.js';

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
  readonly info: MutableEventInfo;
  deliver(event: JmidEvent, info: MutableEventInfo): void;
}

/** One stream of one peer, as a listener keeps it. */
export interface RemoteStream {
  readonly reader: EventReader;
  readonly sysex: SysexAssembler;
  readonly heldCount: number;
  readonly peer: Peer;
  frame(frame: ReceivedFrame): void;
  state(said: MidiStateMessage): void;
  /** The peer is silent or gone: what it holds is released. */
  release(): void;
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

const NEVER_SEEN = -1;

class Stream implements RemoteStream {
  readonly reader = createEventReader();
  readonly sysex = createSysexAssembler();
  readonly #options: RemoteStreamOptions;
  readonly #state: StreamState = createStreamState();
  #arrivalNs = 0;
  #joinedAt = NEVER_SEEN;

  constructor(options: RemoteStreamOptions) {
    this.#options = options;
  }

  get peer(): Peer {
    return this.#options.peer;
  }

  get heldCount(): number {
    return this.#state.heldCount;
  }

  frame(frame: ReceivedFrame): void {
    this.#arrivalNs = frame.arrivalNs;
    if (frame.messageType === MidiMessageType.SYSEX_CHUNKS) {
      this.sysex.sweep(frame.arrivalNs);
      this.sysex.read(frame, (message) => this.#event(message, false, true));
      return;
    }
    const form = eventFormOf(frame.formatType);
    if (form === undefined || frame.messageType !== MidiMessageType.EVENTS) {
      this.#options.counters.unknownForm++;
      return;
    }
    this.reader.read(frame, form, this.#take);
  }

  readonly #take = (event: JmidEvent, sequence: number, repaired: boolean): void => {
    this.#event(event, repaired, this.#state.apply(event, sequence));
  };

  #event(event: JmidEvent, repaired: boolean, applied: boolean): void {
    const { info, counters } = this.#options;
    const latenessNs = this.#latenessNs(event);
    info.lateUs = latenessNs === null ? null : latenessNs / 1000;
    info.late = latenessNs !== null && latenessNs > this.#options.lateNs;
    info.repaired = repaired;
    info.stale = !applied;
    info.synthesised = false;
    const noteOn = event.type === 'note_on' || event.type === 'midi2_note_on';
    if (info.late && noteOn && this.#options.dropLateNotes) {
      counters.droppedLate++;
      return;
    }
    if (info.late) counters.late++;
    else counters.onTime++;
    if (info.stale) counters.stale++;
    this.#deliver(event);
  }

  #latenessNs(event: JmidEvent): number | null {
    const { peer } = this.#options;
    if (event.timestamp === undefined) return null;
    const transitNs = this.#arrivalNs - Number(event.timestamp) * 1000;
    if (peer.sameClock) return transitNs;
    const above = transitNs - peer.fastestNs;
    return Number.isNaN(above) ? null : above;
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

  state(said: MidiStateMessage): void {
    const joinedInTheMiddle = this.#joinedAt === NEVER_SEEN && said.sequence > 0;
    if (this.#joinedAt === NEVER_SEEN) this.#joinedAt = said.sequence;
    this.reader.announce(said.sequence, said.sequence === 0);
    if (joinedInTheMiddle || !this.reader.completeTo(said.sequence))
      repairState(this.#state, said, this.#repair);
  }

  release(): void {
    releaseAll(this.#state, this.#repair);
  }
}
