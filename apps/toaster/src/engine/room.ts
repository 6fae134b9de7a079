import { type Jam, joinSession } from '@jamnet/jam';
import type { AudioCoding } from '@jamnet/jdat';
import type { Toast } from '@jamnet/toast';
import type { AudioPort, Clock, MidiPort } from '@jamnet/wire';
import type { JamSettings, PeerState, SyncState, TransportState } from './jam-state.js';
import { PeerView, type PeerWishes } from './peer-view.js';
import { RoomNotes } from './room-notes.js';
import { RoomSound } from './room-sound.js';

export interface RoomOptions {
  readonly toast: Toast;
  readonly name: string;
  readonly codings: readonly AudioCoding[];
  readonly clock: Clock;
  /** As they are now; asked as they are needed. */
  readonly settings: () => JamSettings;
  readonly signal?: AbortSignal;
}

/** Sound is sent for so long after the last peer has expired. */
const UNHEARD_NS = 30e9;

type Layers = Jam<'midi' | 'sync'>;

/** A room's topic: of its scheme is nothing but what may be sent in it. */
export const topicOf = (room: string): string => `audio://${room}`;
export const roomOf = (topic: string): string | undefined => /^audio:\/\/(.+)$/i.exec(topic)?.[1];

/** Joins a room. Rejects with what `joinSession` rejects with. */
export async function joinRoom(options: RoomOptions): Promise<Room> {
  const { toast, name, settings, signal } = options;
  const jam = await joinSession({
    toast,
    topic: topicOf(name),
    layers: ['midi', 'sync'],
    peers: settings().peers,
    ...(signal && { signal }),
  });
  return new Room(jam, options);
}

/** A room that was joined: its people, its sound and its notes, through the devices that are there at the moment. */
export class Room {
  readonly name: string;
  readonly jam: Layers;
  readonly #options: RoomOptions;
  readonly #notes: RoomNotes;
  readonly #views = new Map<number, PeerView>();
  readonly #wishes = new Map<number, PeerWishes>();
  #sound: RoomSound | undefined;
  #sendsSound = false;
  #heardUntilNs = -Infinity;
  #ownNotes = 0;
  #closed = false;

  constructor(jam: Layers, options: RoomOptions) {
    this.jam = jam;
    this.name = options.name;
    this.#options = options;
    this.#notes = new RoomNotes({
      midi: jam.midi,
      timeline: jam.sync.timeline,
      clock: options.clock,
      timers: jam.session.timers,
      playoutMs: () => options.settings().playoutMs,
      onNote: (senderId, repaired) => {
        if (senderId === null) this.#ownNotes++;
        else this.#viewOf(senderId).note(repaired);
      },
    });
    jam.session.events.addEventListener('peer', () => this.follow(this.#sendsSound));
    jam.session.events.addEventListener('peer-left', () => {
      if (jam.peers().length === 0) this.#heardUntilNs = -Infinity;
    });
    for (const type of ['peer-left', 'peer-expired'] as const) {
      jam.session.events.addEventListener(type, ({ peer }) => this.#forget(peer.senderId));
    }
  }

  /** Goes on through these devices; those before are not used any more. */
  useAudio(port: AudioPort | undefined): void {
    this.#sound?.close();
    this.#sound = undefined;
    if (port === undefined || this.#closed) return;
    const { codings, settings } = this.#options;
    const wished = this.#peerWishes;
    this.#sound = new RoomSound({
      port,
      session: this.jam.session,
      timeline: this.jam.sync.timeline,
      transport: this.jam.sync.transport,
      codings,
      wishes: {
        get click() {
          return settings().click;
        },
        get monitor() {
          return settings().monitor;
        },
        get playoutMs() {
          return settings().playoutMs;
        },
        peer: (senderId) => {
          const { volume, muted, delayMs } = wished(senderId);
          return { gain: muted ? 0 : volume, delayMs };
        },
      },
    });
    this.#sound.follow();
  }

  useMidi(port: MidiPort | undefined): void {
    this.#notes.use(port);
  }

  /** Does what the settings say now. Why sound cannot be sent, or null. Without anybody there it is not. */
  follow(sendsSound: boolean): string | null {
    this.#sendsSound = sendsSound;
    this.#sound?.follow();
    if (this.#sound === undefined) return null;
    const unsendable = sendsSound ? this.#sound.unsendable : null;
    this.#sound.send(sendsSound && unsendable === null && this.#isHeard());
    return unsendable ?? this.#sound.fault;
  }

  /** Who has been silent for too long may hear all the same: what is sent goes on for a while. Who has left does not. */
  #isHeard(): boolean {
    const nowNs = this.#options.clock.nowNs();
    if (this.jam.peers().length > 0) this.#heardUntilNs = nowNs + UNHEARD_NS;
    return nowNs < this.#heardUntilNs;
  }

  readonly #peerWishes = (senderId: number): PeerWishes =>
    this.#wishes.get(senderId) ?? { volume: 1, muted: false, delayMs: 0 };

  wish(senderId: number, changes: Partial<PeerWishes>): void {
    this.#wishes.set(senderId, { ...this.#peerWishes(senderId), ...changes });
    this.#sound?.follow();
  }

  #viewOf(senderId: number): PeerView {
    let view = this.#views.get(senderId);
    if (view === undefined) this.#views.set(senderId, (view = new PeerView()));
    return view;
  }

  #forget(senderId: number): void {
    this.#views.delete(senderId);
    this.#notes.forget(senderId);
  }

  /** Everyone, by name. */
  peers(atS: number): PeerState[] {
    const { timeline } = this.jam.sync;
    const clocks = new Map(timeline.peers().map((each) => [each.id, each]));
    const streams = new Map(
      [...(this.#sound?.streams() ?? [])].map((pair) => [pair[0].peer.senderId, pair]),
    );
    return this.jam
      .peers()
      .map((peer) => {
        const [stream, voice] = streams.get(peer.senderId) ?? [];
        return this.#viewOf(peer.senderId).look({
          peer,
          clock: clocks.get(peer.senderId),
          isMaster: timeline.master === peer.senderId,
          stream,
          voice,
          notesDelayMs: this.#notes.delayMs(peer.senderId),
          wishes: this.#peerWishes(peer.senderId),
          atS,
        });
      })
      .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.senderId - b.senderId);
  }

  /** What goes in and what comes out since the last time. */
  meters(peers: readonly PeerState[]) {
    const notes = this.#ownNotes;
    this.#ownNotes = 0;
    const out = Math.max(
      this.#sound?.takeClickPeak() ?? 0,
      ...peers.flatMap(({ meter }) => meter.peaks),
    );
    return {
      input: { peaks: this.#sound?.takeInputPeaks() ?? [], notes },
      output: {
        peaks: this.#sound === undefined ? [] : [out],
        notes: peers.reduce((sum, { meter }) => sum + meter.notes, 0),
      },
    };
  }

  sync(): SyncState {
    const { timeline } = this.jam.sync;
    const peers = this.jam.peers();
    const master = peers.find(({ senderId }) => senderId === timeline.master);
    const row = timeline.peers().find(({ isMaster }) => isMaster);
    const alone = peers.length === 0 && timeline.isMaster;
    return {
      state: alone ? 'alone' : timeline.state,
      master: timeline.isMaster ? this.#options.settings().name : (master?.name ?? null),
      isMaster: timeline.isMaster,
      offsetUs: timeline.isMaster ? 0 : row?.estimate ? row.estimate.offsetNs / 1000 : null,
      boundUs: timeline.joined ? timeline.errorBoundNs / 1000 : null,
    };
  }

  transport(): TransportState {
    const { transport, timeline } = this.jam.sync;
    const nowNs = timeline.nowNs();
    const score = transport.score(nowNs);
    const { running, bar, beatInBar, beat } = transport.positionNow();
    const signature = score.signatures.findLast((each) => each.beat <= beat + 1e-6);
    const tempo = score.tempos.findLast((each) => each.atNs <= nowNs) ?? score.tempos[0];
    return {
      playing: running,
      tempo: tempo?.bpm ?? 120,
      beatsPerBar: signature?.numerator ?? 4,
      bar,
      beat: Math.floor(beatInBar),
      phase: ((beat % 1) + 1) % 1,
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#sound?.close();
    this.#sound = undefined;
    const left = this.jam.close();
    // What others held has been released by that, at once.
    this.#notes.close();
    await left;
  }
}
