/** How long a tick is: in parts of a quarter note, whose length is the tempo's matter, or in parts of a film frame. */
export type MidiFileDivision =
  | { readonly ticksPerQuarter: number }
  | {
      /** 24, 25, 29 (which means 30000/1001) or 30. */
      readonly framesPerSecond: number;
      readonly ticksPerFrame: number;
    };

/** A tempo from `tick` on. */
export interface TempoChange {
  readonly tick: number;
  readonly microsecondsPerQuarter: number;
}

/** A tempo with the moment at which it begins. */
export interface TempoMapEntry extends TempoChange {
  /** Microseconds from the start of the file. */
  readonly timeUs: number;
}

/** From ticks to microseconds. */
export interface TempoMap {
  /** The tempi in order; none where the division is one of film frames, which knows no tempo. */
  readonly entries: readonly TempoMapEntry[];
  /**
   * Microseconds from the start, rounded to an integer once and not per segment, so that errors do not add up.
   * Ticks must not fall from one call to the next.
   */
  timeUs(tick: number): number;
}

/** 120 quarters a minute, until a file says otherwise. */
export const DEFAULT_MICROSECONDS_PER_QUARTER = 500_000;

/** The tempo map of `changes`, which must stand in the order of their ticks; of several at one tick the last counts. */
export function createTempoMap(
  division: MidiFileDivision,
  changes: readonly TempoChange[],
): TempoMap {
  if ('framesPerSecond' in division) {
    const { numerator, denominator } = frameTick(division.framesPerSecond);
    const divisor = denominator * division.ticksPerFrame;
    return { entries: [], timeUs: (tick) => Math.round((tick * numerator) / divisor) };
  }
  const { ticksPerQuarter } = division;
  const segments = buildSegments(changes);
  let current = 0;
  return {
    entries: segments.map(({ tick, microsecondsPerQuarter, base }) => ({
      tick,
      microsecondsPerQuarter,
      timeUs: Math.round(base / ticksPerQuarter),
    })),
    timeUs(tick) {
      while (current + 1 < segments.length && segments[current + 1]!.tick <= tick) current++;
      const { tick: from, microsecondsPerQuarter, base } = segments[current]!;
      return Math.round((base + (tick - from) * microsecondsPerQuarter) / ticksPerQuarter);
    },
  };
}

interface Segment extends TempoChange {
  /** Microseconds times ticks per quarter at its first tick: an integer, so that nothing is rounded on the way. */
  readonly base: number;
}

function buildSegments(changes: readonly TempoChange[]): Segment[] {
  const segments: Segment[] = [
    { tick: 0, microsecondsPerQuarter: DEFAULT_MICROSECONDS_PER_QUARTER, base: 0 },
  ];
  for (const { tick, microsecondsPerQuarter } of changes) {
    const last = segments[segments.length - 1]!;
    const base = last.base + (tick - last.tick) * last.microsecondsPerQuarter;
    if (tick === last.tick) segments.pop();
    segments.push({ tick, microsecondsPerQuarter, base });
  }
  return segments;
}

/** Microseconds of one frame as a fraction. */
function frameTick(framesPerSecond: number): { numerator: number; denominator: number } {
  if (framesPerSecond === 29) return { numerator: 100_100, denominator: 3 };
  return { numerator: 1_000_000, denominator: framesPerSecond };
}
