import { createJmid, type Jmid } from '@jamnet/jmid';
import {
  type AudioMessage,
  encodeBinaryInto,
  type JamMessage,
  type JmidEvent,
  normaliseMessage,
} from '@jamnet/schemas';
import {
  createDuplicateFilter,
  type DuplicateFilter,
  FormatType,
  MAX_PAYLOAD_BYTES,
  type OutStream,
  type Session,
  StreamType,
  Verdict,
} from '@jamnet/toast';
import type { CaptureFrame } from './capture-line.js';
import { createReplayedClock } from './replayed-clock.js';
import { createSysexPieces, type SysexPieces } from './sysex-pieces.js';

export interface ReplayCounts {
  /** Frames that something was sent of. */
  frames: number;
  /** MIDI events and audio messages sent. */
  events: number;
  audio: number;
  /** Those that the session did not take. */
  refused: number;
  /** Events that had been sent: senders repeat them. */
  repeats: number;
  /** Frames of the transport, of clocks and of heartbeats: they are true of their session alone. */
  passedOver: number;
  /** Audio where the speed is not the original one. */
  audioLeftOut: number;
  /** Messages that are none. */
  malformed: number;
}

/** Sends a capture's frames again, under this process's sender id: MIDI as a player does, audio as it was. */
export interface Replayer {
  readonly counts: Readonly<ReplayCounts>;
  /** When the frame is to be sent, on this process's clock; null for one of which nothing is sent. */
  dueNs(frame: CaptureFrame): number | null;
  send(frame: CaptureFrame): void;
  /** Resolves when everything has been sent and repeated. */
  drain(): Promise<void>;
  /** Ends what still sounds. */
  close(): void;
}

/** Copies of audio, so far apart as a stream with a plan of its own would send them. */
const COPY_DISTANCE_US = 12_000;
const MOST_AUDIO_COPIES = 4;
const FIRST_APPLICATION_TYPE = 128;

export function createReplayer(session: Session, speed: number): Replayer {
  return new SessionReplayer(session, speed);
}

class SessionReplayer implements Replayer {
  readonly counts: ReplayCounts = {
    frames: 0,
    events: 0,
    audio: 0,
    refused: 0,
    repeats: 0,
    passedOver: 0,
    audioLeftOut: 0,
    malformed: 0,
  };
  readonly #session: Session;
  readonly #speed: number;
  readonly #clock;
  readonly #filters = new Map<string, DuplicateFilter>();
  readonly #events = new Map<string, DuplicateFilter>();
  readonly #sysex = new Map<string, SysexPieces>();
  readonly #streams = new Map<string, OutStream>();
  readonly #bytes = new Uint8Array(MAX_PAYLOAD_BYTES);
  #jmid: Jmid | undefined;

  constructor(session: Session, speed: number) {
    this.#session = session;
    this.#speed = speed;
    this.#clock = createReplayedClock(session.clock.nowNs(), speed);
  }

  dueNs(frame: CaptureFrame): number | null {
    const { streamType, messageType } = frame;
    const isMusic = streamType === StreamType.MIDI || streamType === StreamType.AUDIO;
    if (!isMusic || messageType >= FIRST_APPLICATION_TYPE) {
      this.counts.passedOver += 1;
      return null;
    }
    if (streamType === StreamType.AUDIO && this.#speed !== 1) {
      this.counts.audioLeftOut += 1;
      return null;
    }
    // A capture may hold every copy.
    const filter = filterOf(this.#filters, `${frame.sender}/${frame.stream}`);
    if (filter.accept(frame.sequence) === Verdict.DUPLICATE) return null;
    return this.#clock.dueNs(frame.at);
  }

  send(frame: CaptureFrame): void {
    this.counts.frames += 1;
    if (frame.timestamp !== undefined) this.#clock.note(frame.sender, frame.timestamp, frame.at);
    for (const each of frame.messages) {
      const message = normaliseMessage(each);
      if (typeof message === 'number') this.counts.malformed += 1;
      else if (frame.streamType === StreamType.AUDIO) this.#sendAudio(frame, message);
      else this.#sendMidi(frame, message);
    }
  }

  #sendMidi(frame: CaptureFrame, message: JamMessage): void {
    const key = `${frame.sender}/${frame.stream}`;
    if (message.type === 'sysex_chunk') {
      let pieces = this.#sysex.get(key);
      if (!pieces) this.#sysex.set(key, (pieces = createSysexPieces()));
      const whole = pieces.take(message);
      if (whole) this.#sendEvent(frame, whole);
      return;
    }
    if (!('sequence' in message) || message.sequence === undefined)
      return this.#sendEvent(frame, message as JmidEvent);
    const verdict = filterOf(this.#events, key).accept(message.sequence);
    if (verdict === Verdict.NEW) this.#sendEvent(frame, message as JmidEvent);
    else this.counts.repeats += 1;
  }

  #sendEvent(frame: CaptureFrame, event: JmidEvent): void {
    this.#jmid ??= createJmid({ session: this.#session });
    const { sequence: _sequence, timestamp, ...rest } = event;
    const stamp =
      timestamp === undefined
        ? {}
        : { timestamp: this.#clock.stampUs(frame.sender, Number(timestamp), frame.at) };
    if (this.#jmid.send({ ...rest, ...stamp } as JmidEvent)) this.counts.events += 1;
    else this.counts.refused += 1;
  }

  /** In the binary form, which is never longer than what was captured: a later timestamp may have more digits. */
  #sendAudio(frame: CaptureFrame, message: JamMessage): void {
    if (message.type !== 'jdat' && message.type !== 'jellie') {
      this.counts.malformed += 1;
      return;
    }
    const timestamp = this.#clock.stampUs(frame.sender, Number(message.timestamp), frame.at);
    const moved: AudioMessage = { ...message, timestamp };
    const length = encodeBinaryInto(moved, this.#bytes, 0);
    const sent =
      length > 0 &&
      this.#stream(frame).send(this.#bytes, 0, length, {
        timestampNs: timestamp * 1_000,
        messageType: frame.messageType,
      });
    if (sent) this.counts.audio += 1;
    else this.counts.refused += 1;
  }

  #stream({ sender, stream, burst }: CaptureFrame): OutStream {
    const key = `${sender}/${stream}`;
    const known = this.#streams.get(key);
    if (known) return known;
    const copies = Math.min(MOST_AUDIO_COPIES, Math.max(1, burst[1]));
    const opened = this.#session.openStream({
      streamType: StreamType.AUDIO,
      formatType: FormatType.GPU_BINARY,
      redundancy: { offsetsUs: Array.from({ length: copies }, (_, at) => at * COPY_DISTANCE_US) },
    });
    this.#streams.set(key, opened);
    return opened;
  }

  async drain(): Promise<void> {
    await this.#jmid?.drain();
  }

  close(): void {
    this.#jmid?.close();
    for (const stream of this.#streams.values()) stream.close();
  }
}

function filterOf(filters: Map<string, DuplicateFilter>, key: string): DuplicateFilter {
  let filter = filters.get(key);
  if (!filter) filters.set(key, (filter = createDuplicateFilter()));
  return filter;
}
