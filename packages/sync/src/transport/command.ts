/** What a command does. */
export type CommandName = 'PLAY' | 'STOP' | 'PAUSE' | 'RECORD' | 'SEEK' | 'TEMPO';

/**
 * A command of the transport, with the whole picture: whoever knows nothing else can start from it. PLAY, STOP, PAUSE, RECORD and SEEK are
 * *absolute*: they say where the music is from their time on. TEMPO says how fast it goes, in which signature and loop, and keeps its place.
 */
export interface TransportCommand {
  readonly command: CommandName;
  /** When, on the timeline: a whole number of nanoseconds, 0 or more. */
  readonly timestampNs: number;
  /** Where the music is then, quarter notes from 0. */
  readonly beat: number;
  /** Song time then, milliseconds from 0. */
  readonly positionMs: number;
  /** Quarter notes per minute, above 0 and up to 1000. */
  readonly bpm: number;
  /** Numerator and denominator, 1-255 each. */
  readonly signature: readonly [number, number];
  /** Start and end of the loop from then on, in quarter notes; equal ones end it; it stays as it is when absent. At least 1/64 long. */
  readonly loop?: readonly [number, number] | undefined;
  /** Sender id of who gave it, u32. */
  readonly peer: number;
  /** The peer whose timeline counts, 1-64 characters; for people. */
  readonly masterPeer: string;
}

/** In the order in which commands that one peer gave for one time take effect: the last one wins. */
const NAMES: readonly CommandName[] = ['TEMPO', 'SEEK', 'RECORD', 'PLAY', 'PAUSE', 'STOP'];

/** Shorter loops are refused: a program may have to act at each start. Quarter notes. */
const LEAST_LOOP = 1 / 64;
const MAX_BEAT = 2 ** 23;
const MAX_MS = 2 ** 43;
/** A timeline can be that of a machine that has been up for long: beyond 2^53 a Number is exact to some nanoseconds. */
const MAX_NS = 2 ** 63;

const isWithin = (value: number, min: number, max: number): boolean =>
  typeof value === 'number' && value >= min && value <= max;
const isWhole = (value: number, min: number, max: number): boolean =>
  Number.isInteger(value) && isWithin(value, min, max);

/** Whether a command is in range; the network's are checked with it before anything else is done with them. */
export function isCommand(command: TransportCommand): boolean {
  const { timestampNs, beat, positionMs, bpm, signature, loop, peer, masterPeer } = command;
  return (
    NAMES.includes(command.command) &&
    isWhole(timestampNs, 0, MAX_NS) &&
    isWithin(beat, 0, MAX_BEAT) &&
    isWithin(positionMs, 0, MAX_MS) &&
    isWithin(bpm, Number.MIN_VALUE, 1000) &&
    Array.isArray(signature) &&
    isWhole(signature[0], 1, 255) &&
    isWhole(signature[1], 1, 255) &&
    isWhole(peer, 0, 0xffffffff) &&
    typeof masterPeer === 'string' &&
    isWithin(masterPeer.length, 1, 64) &&
    (loop === undefined || isLoop(loop))
  );
}

function isLoop(loop: readonly [number, number]): boolean {
  if (!Array.isArray(loop)) return false;
  const [start, end] = loop as [number, number];
  const inRange = isWithin(start, 0, MAX_BEAT) && isWithin(end, 0, MAX_BEAT);
  return inRange && (end === start || end - start >= LEAST_LOOP);
}

export function isAbsolute({ command }: TransportCommand): boolean {
  return command !== 'TEMPO';
}

/** Whether it says what runs: all absolute ones do but SEEK. */
export function setsRun({ command }: TransportCommand): boolean {
  return command !== 'TEMPO' && command !== 'SEEK';
}

/** The total order: by time, then by sender id, then by what it does. 0 for two of which only one is kept. */
export function compareSlots(a: TransportCommand, b: TransportCommand): number {
  return (
    a.timestampNs - b.timestampNs ||
    a.peer - b.peer ||
    NAMES.indexOf(a.command) - NAMES.indexOf(b.command)
  );
}

/**
 * Which of two of one slot is kept: above 0 for the first, below for the second, 0 where they are the same. The loop counts first, so that a
 * slot that has said one always will: earlier loops were left out for its sake, and could not be had back.
 */
export function compareContents(a: TransportCommand, b: TransportCommand): number {
  return (
    (a.loop?.[0] ?? -1) - (b.loop?.[0] ?? -1) ||
    (a.loop?.[1] ?? -1) - (b.loop?.[1] ?? -1) ||
    a.beat - b.beat ||
    a.positionMs - b.positionMs ||
    a.bpm - b.bpm ||
    a.signature[0] - b.signature[0] ||
    a.signature[1] - b.signature[1]
  );
}
