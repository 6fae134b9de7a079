import { createTransport, type Transport } from '@jamnet/sync';
import {
  type MidiClockOutput,
  type MidiClockOutputOptions,
  type MidiClockSource,
  sendMidiClock,
} from '../../src/index.js';
import { type JamMidi, openMidiLayer } from '../../src/session/midi-layer.js';
import {
  createSyncRoom,
  type Host,
  type HostOptions,
  type SyncRoom,
} from '../session/sync-room.js';

/** A message with the true time at which it is due. */
export interface Sent {
  readonly trueNs: number;
  readonly bytes: readonly number[];
}

/** What a host's raw output hands over, with the true times of its own-clock times. */
export function sendRaw(
  room: SyncRoom,
  host: Host,
  options: MidiClockOutputOptions = {},
): { readonly sent: Sent[]; readonly output: MidiClockOutput } {
  const sent: Sent[] = [];
  const output = sendMidiClock(host, {
    ...options,
    onBytes: (ownNs, bytes) => {
      const aheadNs = (ownNs - host.clock.exactNs) / (1 + host.clock.driftPpm / 1e6);
      sent.push({ trueNs: room.time.clock.nowNs() + aheadNs, bytes: [...bytes] });
    },
  });
  return { sent, output };
}

/** Music of its own on a host's own clock: a sequencer that knows nothing of the session's timeline. */
export interface Sequencer {
  readonly transport: Transport;
  readonly source: MidiClockSource;
}

export function createSequencer(host: Host): Sequencer {
  const { clock, session } = host;
  const transport = createTransport({ clock, peer: 1, random: () => 0, leadMs: 50 });
  const timeline = {
    nowNs: () => clock.nowNs(),
    toTimeline: (ns: number) => ns,
    toOwn: (ns: number) => ns,
    events: host.timeline.events,
  };
  return { transport, source: { session, sync: { timeline, transport } } };
}

/** Rooms whose hosts speak MIDI, ended together. */
export function createClockRooms() {
  const endings: (() => void | Promise<void>)[] = [];
  return {
    createRoom: createSyncRoom,
    async open(room: SyncRoom, options?: HostOptions): Promise<Host & { readonly midi: JamMidi }> {
      const host = await room.open(options);
      const midi = openMidiLayer(host.session);
      endings.push(async () => {
        midi.close();
        await host.kill();
      });
      return { ...host, midi };
    },
    async end(): Promise<void> {
      for (const end of endings.splice(0)) await end();
    },
  };
}
