import type { MidiPredictor } from '@jamnet/pnbtr';
import {
  decodeCompact,
  type JmidEvent,
  type MidiStateMessage,
  type SysexMessage,
} from '@jamnet/schemas';
import { MidiMessageType, type Peer, type ReceivedFrame } from '@jamnet/toast';
import type { Clock, Timers } from '@jamnet/wire';
import { createStreamState, type StreamState } from './channel-state.js';
import { eventFormOf } from './event-form.js';
import { createEventReader, type EventReader } from './event-reader.js';
import { createNotePrediction, type NotePrediction } from './note-prediction.js';
import type { Playout } from './playout.js';
import { channelOf, groupOf, predictedNoteOff, predictedNoteOn } from './predicted-events.js';
import type { Prediction } from './predicted-notes.js';
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
  /** A newer event about the same thing came before: a note-on after its note-off, or one that sounds already. Do not sound it. */
  readonly stale: boolean;
  /** Not sent by anyone: made here to release a hanging note, to set a controller right, or by prediction. */
  readonly synthesised: boolean;
  /** A note that is likely to be played by someone of whom nothing is heard for the moment, or its end: `synthesised` too. */
  readonly predicted: boolean;
  /** A note-on that was predicted, and that sounds or has sounded for that: `stale` too. */
  readonly confirmed: boolean;
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
  /** What notes are predicted with in dropouts; undefined where they are not. */
  readonly predictBy: PredictionMeans | undefined;
  deliver(event: JmidEvent, info: EventInfo): void;
}

export interface PredictionMeans {
  readonly clock: Clock;
  readonly timers: Timers;
  createPredictor(): MidiPredictor;
}

/** One stream of one peer, as a listener keeps it. */
export interface RemoteStream {
  readonly reader: EventReader;
  readonly sysex: SysexAssembler;
  readonly prediction: NotePrediction | undefined;
  /** Whether a note or a pedal is held, or sounds by prediction. */
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
  readonly prediction: NotePrediction | undefined;
  readonly #options: RemoteStreamOptions;
  readonly #state: StreamState = createStreamState();
  /** What stands may differ from what the sender says although no event is missing: it was joined in the middle, or released. */
  #unsure = true;
  /** Parts of the sender's state that have been compared since then. */
  readonly #compared = new Set<number>();

  constructor(options: RemoteStreamOptions) {
    this.#options = options;
    this.sysex = createSysexAssembler(options.sysexRoom);
    const { peer, playout, predictBy } = options;
    if (predictBy === undefined) return;
    const { clock, timers } = predictBy;
    const predictor = predictBy.createPredictor();
    const sink = { begin: this.#beginPredicted, end: this.#endPredicted };
    const playoutDelayNs = playout?.delayNs;
    this.prediction = createNotePrediction({
      clock,
      timers,
      predictor,
      peer,
      playoutDelayNs,
      sink,
    });
  }

  get hangs(): boolean {
    return this.#state.hangs || this.prediction?.sounding === true;
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
    this.prediction?.heard(this.heardNs, this.reader.missing);
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
    this.prediction?.learn(event, this.heardNs, repaired);
    const begins = event.type === 'note_on' || event.type === 'midi2_note_on';
    if (late && dropLateNotes && begins && this.prediction?.expects(event) !== true) {
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
    const overtaken = !this.#state.apply(event, sequence);
    if (overtaken) counters.stale++;
    // May end what was predicted, and that uses the info.
    const meaning = this.prediction?.meet(event, !overtaken) ?? 'new';
    info.lateUs = lateUs;
    info.late = late;
    info.repaired = repaired;
    info.stale = overtaken || meaning !== 'new';
    info.synthesised = false;
    info.predicted = false;
    info.confirmed = meaning === 'confirmed';
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
    this.#options.counters.synthesised++;
    this.#deliverMade(event, false);
  };

  #deliverMade(event: JmidEvent, predicted: boolean): void {
    const { info } = this.#options;
    info.lateUs = null;
    info.late = false;
    info.repaired = false;
    info.stale = false;
    info.synthesised = true;
    info.predicted = predicted;
    info.confirmed = false;
    this.#deliver(event);
  }

  /** The same note of before the dropout would be ended by the same note-off, so it ends now. */
  readonly #beginPredicted = (prediction: Prediction): void => {
    const { key, note } = prediction;
    const { held } = this.#state.channel(groupOf(key), channelOf(key));
    if (held[note] === 1) this.#deliverMade(predictedNoteOff(prediction), true);
    this.#deliverMade(predictedNoteOn(prediction), true);
  };

  readonly #endPredicted = (prediction: Prediction): void =>
    this.#deliverMade(predictedNoteOff(prediction), true);

  state(said: MidiStateMessage, nowNs: number): void {
    this.heardNs = nowNs;
    this.reader.announce(said.sequence);
    this.prediction?.heard(nowNs, this.reader.missing);
    const { peer, playout } = this.#options;
    if (playout === undefined || !peer.sameClock) this.#compare(said);
    else playout.follow(() => this.#compare(said));
  }

  #compare(said: MidiStateMessage): void {
    this.prediction?.compare(said);
    if (!this.#unsure && this.reader.completeTo(said.sequence)) return;
    repairState(this.#state, said, this.#repair);
    if (said.part !== undefined) this.#compared.add(said.part[0]);
    if (said.part === undefined || this.#compared.size >= said.part[1]) this.#unsure = false;
  }

  release(): void {
    this.prediction?.silence();
    releaseAll(this.#state, this.#repair);
    this.#unsure = true;
    this.#compared.clear();
  }

  close(): void {
    this.prediction?.close();
    this.sysex.close();
  }
}
