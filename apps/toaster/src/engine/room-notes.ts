import type { JamMidi } from '@jamnet/jam';
import {
  createMidiByteParser,
  encodeMidiBytes,
  type EventInfo,
  isMidi2,
  midiByteLength,
  translateToMidi1,
} from '@jamnet/jmid';
import type { JmidEvent } from '@jamnet/schemas';
import type { SessionTimeline } from '@jamnet/sync';
import type { Clock, MidiPort, Timers } from '@jamnet/wire';
import { MidiDelay } from './midi-delay.js';
import { NoteOutbox } from './note-outbox.js';

export interface RoomNotesOptions {
  readonly midi: Pick<JamMidi, 'send' | 'onMessage'>;
  readonly timeline: Pick<SessionTimeline, 'toOwn' | 'peerToTimeline'>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** The same delay for everyone, milliseconds; null = as short as the way allows. Asked at each note. */
  readonly playoutMs: () => number | null;
  /** Told of each note-on that is played or heard; `senderId` null for one's own. */
  readonly onNote: (senderId: number | null, repaired: boolean) => void;
}

/** A message that is longer than this is not one of a keyboard. */
const MOST_BYTES = 4096;
/** Later than this it is played at once: a delay would make it no better. */
const MOST_DELAY_MS = 250;

/** How a player's notes come to sound. */
interface Player {
  readonly delay: MidiDelay;
  /** What was played last, of what has come, and when it sounds; on this process's clock. */
  playedNs: number;
  soundNs: number;
}

/** The notes of a room through a live port: what is played goes out, what comes in sounds at its time. */
export class RoomNotes {
  readonly #options: RoomNotesOptions;
  readonly #players = new Map<number, Player>();
  readonly #bytes = new Uint8Array(MOST_BYTES);
  readonly #parser = createMidiByteParser((event) => this.#play(event));
  readonly #outbox: NoteOutbox;
  #port: MidiPort | undefined;

  constructor(options: RoomNotesOptions) {
    this.#options = options;
    this.#outbox = new NoteOutbox(options.clock, options.timers);
    options.midi.onMessage((event, info) => this.#heard(event, info));
  }

  /** Plays through this port from now on; the one before is not used any more. */
  use(port: MidiPort | undefined): void {
    this.#port?.onMessage(() => undefined);
    this.#port = port;
    this.#outbox.use(port);
    this.#parser.reset();
    port?.onMessage((bytes, atNs) =>
      this.#parser.push(bytes, 0, bytes.length, Math.round(atNs / 1000)),
    );
  }

  #play(event: JmidEvent): void {
    if (isNoteOn(event)) this.#options.onNote(null, false);
    this.#options.midi.send(event);
  }

  #heard(event: JmidEvent, info: EventInfo): void {
    const { senderId } = info.peer;
    if (isNoteOn(event) && !info.stale) this.#options.onNote(senderId, info.repaired);
    // What was released before it came never sounds.
    if (info.stale) return;
    const player = this.#player(senderId);
    const atNs = this.#soundNs(player, event, info);
    for (const each of isMidi2(event) ? translateToMidi1(event).events : [event]) {
      const length = midiByteLength(each);
      if (length <= 0 || length > MOST_BYTES) continue;
      encodeMidiBytes(each, this.#bytes, 0);
      this.#outbox.add(this.#bytes.subarray(0, length), atNs);
    }
  }

  #player(senderId: number): Player {
    let player = this.#players.get(senderId);
    if (player === undefined) {
      player = { delay: new MidiDelay(), playedNs: -Infinity, soundNs: 0 };
      this.#players.set(senderId, player);
    }
    return player;
  }

  /** When it is to sound, on this process's clock. Where that is not known it is at once, but behind what the player played before: a release must not come before its note. */
  #soundNs(player: Player, event: JmidEvent, { peer, synthesised }: EventInfo): number {
    const { clock, playoutMs } = this.#options;
    const playedNs = synthesised ? NaN : this.#playedNs(event, peer);
    const nowNs = clock.nowNs();
    const lateMs = (nowNs - playedNs) / 1e6;
    if (!(Math.abs(lateMs) <= MOST_DELAY_MS)) return player.soundNs;
    player.delay.note(lateMs, nowNs / 1e6);
    const soundNs = playedNs + Math.max(playoutMs() ?? 0, player.delay.delayMs) * 1e6;
    if (playedNs < player.playedNs) return soundNs;
    player.playedNs = playedNs;
    // A delay that has become shorter must not turn the order round.
    player.soundNs = Math.max(player.soundNs, soundNs);
    return player.soundNs;
  }

  /** When it was played, on this process's clock; NaN where that is not known. */
  #playedNs({ timestamp }: JmidEvent, peer: EventInfo['peer']): number {
    if (timestamp === undefined) return NaN;
    const { timeline } = this.#options;
    const stampNs = Number(timestamp) * 1000;
    if (peer.sameClock) return stampNs;
    return timeline.toOwn(timeline.peerToTimeline(peer.senderId, stampNs));
  }

  forget(senderId: number): void {
    this.#players.delete(senderId);
  }

  /** How long after they are played a peer's notes sound, milliseconds; null before the first. */
  delayMs(senderId: number): number | null {
    return this.#players.get(senderId)?.delay.delayMs ?? null;
  }

  /** What waits sounds at once: the releases of what still does are among it. */
  close(): void {
    this.#outbox.flush();
    this.use(undefined);
  }
}

function isNoteOn(event: JmidEvent): boolean {
  return (event.type === 'note_on' && event.velocity > 0) || event.type === 'midi2_note_on';
}
