import { formatPosition, placeInBars, type TransportCommand } from '@jamnet/sync';
import type { Jam } from '../jam.js';
import { hexId } from '../report/json-lines.js';
import { formatNanoseconds } from '../report/number-format.js';

/** A command of the transport, as `--json` says it. */
export interface CommandFields {
  readonly command: TransportCommand['command'];
  /** When it takes effect, on the timeline. */
  readonly atNs: number;
  /** How long until then; negative when it is over. */
  readonly inMs: number;
  /** Where the music is then: quarter notes, bar.beat.tick, song time. */
  readonly beat: number;
  readonly position: string;
  readonly songMs: number;
  readonly bpm: number;
  readonly signature: readonly [number, number];
  /** From one beat to before another; null for no loop from then on; absent where the loop stays as it is. */
  readonly loop?: { readonly startBeat: number; readonly endBeat: number } | null;
  /** Who gave it: name, and sender id. */
  readonly from: string;
  readonly sender: string;
}

export function commandFields(command: TransportCommand, jam: Jam): CommandFields {
  const { timestampNs, beat, positionMs, bpm, signature, loop, peer } = command;
  const sync = jam.sync!;
  const place = { bar: 1, beatInBar: 1, tick: 0 };
  placeInBars(sync.transport.score(timestampNs).signatures, beat, place);
  const ends = loop && (loop[0] === loop[1] ? null : { startBeat: loop[0], endBeat: loop[1] });
  return {
    command: command.command,
    atNs: timestampNs,
    inMs: (timestampNs - sync.timeline.nowNs()) / 1e6,
    beat,
    position: formatPosition(place),
    songMs: positionMs,
    bpm,
    signature,
    ...(ends !== undefined && { loop: ends }),
    from: nameOf(jam, peer),
    sender: hexId(peer),
  };
}

/** What a peer is called, `this one` for this process; its id where it has no name. */
export function nameOf(jam: Jam, peer: number): string {
  if (peer === jam.senderId) return 'this one';
  return jam.peers().find(({ senderId }) => senderId === peer)?.name || hexId(peer);
}

const WORDS = {
  PLAY: 'play',
  STOP: 'stop',
  PAUSE: 'pause',
  RECORD: 'record',
  SEEK: 'go on',
} as const;

/** A command for people: what, where, and when. */
export function commandText(fields: CommandFields): string {
  const { command, position, bpm, signature, inMs } = fields;
  const when = inMs >= 0 ? `in ${formatNanoseconds(inMs * 1e6)}` : 'at once';
  const tempo = `${formatBpm(bpm)} bpm, ${signature.join('/')}`;
  if (command === 'TEMPO') {
    const loop =
      fields.loop === undefined
        ? ''
        : fields.loop === null
          ? ', no loop'
          : `, beats ${fields.loop.startBeat} to ${fields.loop.endBeat} again and again`;
    return `${tempo}${loop}, ${when}`;
  }
  const from = command === 'STOP' || command === 'PAUSE' ? 'at' : 'from';
  return `${WORDS[command]} ${from} ${position}, ${tempo}, ${when}`;
}

/** At most two decimals. */
export function formatBpm(bpm: number): string {
  return String(Math.round(bpm * 100) / 100);
}
