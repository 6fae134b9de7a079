import { linePlot } from './line-plot.js';
import type { Table } from './table.js';

/** The last minute may hold so many times what the second did. */
const MOST_GROWTH = 1.05;

/** What a process holds at some minute of a soak. */
export interface MemorySample {
  readonly minute: number;
  readonly heapBytes: number;
  readonly residentBytes: number;
}

export interface Growth<Role extends string> {
  readonly role: Role;
  readonly memory: 'heap' | 'resident';
  readonly secondMinute: number;
  readonly lastMinute: number;
  readonly ratio: number;
}

const KINDS = { heap: 'heapBytes', resident: 'residentBytes' } as const;
const KIND_NAMES = ['heap', 'resident'] as const;

/**
 * Compares the last minute of each process with its second.
 *
 * @param ofMinute one number for the samples of a minute
 * @param lateMinutes by how much a sample that ends a minute may come after it
 */
export function memoryGrowth<Role extends string>(
  samples: Readonly<Record<Role, readonly MemorySample[]>>,
  minutes: number,
  ofMinute: Readonly<Record<'heap' | 'resident', (bytes: number[]) => number>>,
  lateMinutes = 0,
): Growth<Role>[] {
  return (Object.keys(samples) as Role[]).flatMap((role) =>
    KIND_NAMES.map((memory) => {
      const at = (minute: number): number =>
        ofMinute[memory](
          samples[role]
            .filter((sample) => Math.ceil(sample.minute - lateMinutes) === minute)
            .map((sample) => sample[KINDS[memory]]),
        );
      const [secondMinute, lastMinute] = [at(2), at(Math.floor(minutes))];
      return { role, memory, secondMinute, lastMinute, ratio: lastMinute / secondMinute };
    }),
  );
}

/** A minute without samples holds nothing: no number is within the bar by not being one. */
export function growthHolds(grown: readonly Growth<string>[]): boolean {
  return grown.every(({ ratio }) => ratio <= MOST_GROWTH);
}

export function growthTable(grown: readonly Growth<string>[]): Table {
  return {
    columns: ['memory', 'minute 2, MiB', 'last minute, MiB', 'ratio', 'bar', 'holds'],
    rows: grown.map(({ role, memory, secondMinute, lastMinute, ratio }) => [
      `${role}, ${memory}`,
      Number(mebibytes(secondMinute)),
      Number(mebibytes(lastMinute)),
      ratio.toFixed(3),
      `≤ ${MOST_GROWTH}`,
      ratio <= MOST_GROWTH ? 'yes' : 'NO',
    ]),
  };
}

export function memoryPlot<Role extends string>(
  title: string,
  samples: Readonly<Record<Role, readonly MemorySample[]>>,
): string {
  return linePlot({
    title,
    x: { label: 'minutes', from: 0 },
    y: { label: 'MiB' },
    series: (Object.keys(samples) as Role[]).flatMap((role) =>
      KIND_NAMES.map((memory) => ({
        name: `${role}, ${memory}`,
        dashed: memory === 'heap',
        points: samples[role].map(
          (sample) => [sample.minute, sample[KINDS[memory]] / 2 ** 20] as const,
        ),
      })),
    ),
  });
}

export function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
