import {
  type CommandPlace,
  type CommandTime,
  parsePosition,
  timeOfBeat,
  type Score,
  type Transport,
  type TransportCommand,
} from '@jamnet/sync';
import { type Clock, JamError } from '@jamnet/wire';
import type { Place, TransportAction, When } from './action.js';

/**
 * Gives the command that was asked for. Throws JamError `bad-option` where the music has no such place, where it never comes there, and where that is more
 * than a minute ahead.
 */
export function giveCommand(
  { timeline, transport }: { readonly timeline: Clock; readonly transport: Transport },
  action: Exclude<TransportAction, { readonly name: 'status' }>,
  when: When | undefined,
): TransportCommand {
  const nowNs = timeline.nowNs();
  const time = timeOf(transport.score(nowNs), nowNs, when);
  const given = give(transport, action, time.atNs ?? nowNs + (time.inMs ?? 0) * 1e6, time);
  if (given !== undefined) return given;
  throw new JamError(
    'bad-option',
    'too many commands are to come already: give it when some of them are over',
  );
}

function give(
  transport: Transport,
  action: Exclude<TransportAction, { readonly name: 'status' }>,
  atNs: number,
  time: CommandTime,
): TransportCommand | undefined {
  const score = transport.score(atNs);
  switch (action.name) {
    case 'tempo':
      return transport.tempo(action.bpm, time);
    case 'signature':
      return transport.signature(action.numerator, action.denominator, time);
    case 'loop': {
      if (action.bars === null) return transport.loop(null, time);
      const [startBeat, endBeat] = action.bars.map((bars) => beatOf(bars, score));
      if (endBeat > startBeat) return transport.loop({ startBeat, endBeat }, time);
      throw new JamError(
        'bad-option',
        `a loop from ${action.bars[0]} to ${action.bars[1]} has no length: let it end behind its start`,
      );
    }
    default: {
      const place = placeOf(action.place, countedAnew(transport, score, atNs));
      return transport[action.name]({ ...place, ...time });
    }
  }
}

/** From such a command on bars are counted from the start in the signature that is in force, whatever it was before. */
function countedAnew({ log }: Transport, score: Score, atNs: number): Score {
  const [numerator, denominator] = log.signatureAt(atNs);
  return { ...score, signatures: [{ beat: 0, numerator, denominator }] };
}

function placeOf(place: Place | null, score: Score): CommandPlace {
  if (place === null) return {};
  if ('beat' in place) return { beat: place.beat };
  if ('ms' in place) return { positionMs: place.ms };
  return { beat: beatOf(place.bars, score) };
}

function beatOf(bars: string, { signatures }: Score): number {
  const beat = parsePosition(bars, signatures);
  if (beat !== undefined) return beat;
  const { numerator, denominator } = signatures.at(-1)!;
  throw new JamError(
    'bad-option',
    `there is no place ${bars} in this music, which is in ${numerator}/${denominator}: beats count from 1 to ${numerator}, ticks from 0`,
  );
}

function timeOf(score: Score, nowNs: number, when: When | undefined): CommandTime {
  if (when === undefined) return {};
  if ('inMs' in when) return { inMs: when.inMs };
  if ('atMs' in when) return { atNs: when.atMs * 1e6 };
  const atNs = timeOfBeat(score, beatOf(when.bars, score), nowNs);
  if (Number.isFinite(atNs)) return { atNs: Math.round(atNs) };
  const why =
    score.run === 'playing' || score.run === 'recording'
      ? 'the music is past it'
      : `the music is ${score.run}`;
  throw new JamError(
    'bad-option',
    `${why}, so it does not come to ${when.bars}: give a time with --in instead`,
  );
}
