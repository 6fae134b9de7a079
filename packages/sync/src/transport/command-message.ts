import { asU64, type TransportLogMessage, type TransportMessage } from '@jamnet/schemas';
import { isCommand, type TransportCommand } from './command.js';
import { beatOfMs } from './compose-command.js';

type LoggedRow = TransportLogMessage['commands'][number];

/** Commands in one line of the log. */
const ROWS = 3;

/** The message that says a command. */
export function transportMessage(command: TransportCommand): TransportMessage {
  const { loop } = command;
  return {
    type: 'transport',
    command: command.command,
    timestamp: asU64(command.timestampNs),
    position: command.positionMs,
    bpm: command.bpm,
    time_signature: [command.signature[0], command.signature[1]],
    master_peer: command.masterPeer,
    beat: command.beat,
    ...(loop === undefined ? {} : { loop: [loop[0], loop[1]] as [number, number] }),
    peer: command.peer,
  };
}

/**
 * The command that a message says; undefined where a value is out of range, such as a time beyond 2^53 − 1.
 *
 * @param sender sender id of the frame: who gave it, where the message names nobody
 */
export function readTransportMessage(
  message: TransportMessage,
  sender: number,
): TransportCommand | undefined {
  const { position, bpm, loop } = message;
  return checked({
    command: message.command,
    timestampNs: Number(message.timestamp),
    beat: message.beat ?? beatOfMs(position, bpm),
    positionMs: position,
    bpm,
    signature: message.time_signature,
    ...(loop === undefined ? {} : { loop }),
    peer: message.peer ?? sender,
    masterPeer: message.master_peer,
  });
}

/**
 * A line of the log: the newest command, and of the others, which take turns, as many as fit; three commands at most. Undefined where there are
 * none. What `master_peer` says is left out.
 *
 * @param commands in their order
 * @param turn number of the line, from 0
 */
export function transportLogMessage(
  commands: readonly TransportCommand[],
  turn: number,
): TransportLogMessage | undefined {
  const newest = commands.at(-1);
  if (newest === undefined) return undefined;
  const others = commands.slice(0, -1);
  const rows = [rowOf(newest)];
  for (let i = 0; i < Math.min(ROWS - 1, others.length); i++) {
    rows.push(rowOf(others[(turn * (ROWS - 1) + i) % others.length]!));
  }
  return { type: 'transport_log', commands: rows };
}

/**
 * The commands of a line of the log, undefined in place of one with a value out of range.
 *
 * @param masterPeer what stands in them for the master
 */
export function readTransportLogMessage(
  message: TransportLogMessage,
  masterPeer: string,
): (TransportCommand | undefined)[] {
  return message.commands.map((row) => commandOf(row, masterPeer));
}

function rowOf({ loop, ...command }: TransportCommand): LoggedRow {
  const [numerator, denominator] = command.signature;
  return [
    command.command,
    asU64(command.timestampNs),
    command.peer,
    command.beat,
    command.positionMs,
    command.bpm,
    numerator,
    denominator,
    loop?.[0] ?? -1,
    loop?.[1] ?? -1,
  ];
}

function commandOf(row: LoggedRow, masterPeer: string): TransportCommand | undefined {
  const [command, timestamp, peer, beat, positionMs, bpm, numerator, denominator, start, end] = row;
  return checked({
    command,
    timestampNs: Number(timestamp),
    beat,
    positionMs,
    bpm,
    signature: [numerator, denominator],
    ...(start === -1 && end === -1 ? {} : { loop: [start, end] as const }),
    peer,
    masterPeer,
  });
}

const checked = (command: TransportCommand): TransportCommand | undefined =>
  isCommand(command) ? command : undefined;
