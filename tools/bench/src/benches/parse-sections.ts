import { linePlot } from '../report/line-plot.js';
import type { Plot, Section } from '../report/result-files.js';

/** One way through one batch, as gpu_runner, json-parse.mjs and the bench write it down. */
export interface ParseRow {
  readonly way: string;
  readonly lines: number;
  readonly medianNs: number;
  readonly p99Ns: number;
  /** What was found when its results were looked at. */
  readonly check?: string;
}

/** What gpu_runner writes. */
export interface RunnerResult {
  readonly device: {
    readonly name: string;
    readonly type: string;
    readonly driver: string;
    readonly api: string;
    readonly isGpu: boolean;
    readonly hostImport: boolean;
  } | null;
  readonly clock: {
    readonly calibrated: boolean;
    readonly medianNs: number;
    readonly p99Ns: number;
  } | null;
  readonly executor: readonly {
    readonly way: string;
    readonly medianNs: number;
    readonly p99Ns: number;
  }[];
  /** The instruction set that simdjson chose. */
  readonly simdjson: string;
  readonly equal: boolean;
  readonly parse: readonly ParseRow[];
}

export const BAR_LINES = 10_000;
const SPLITTING = 'splitting lines alone';

export function deviceText({ device }: RunnerResult): string {
  return device === null
    ? 'no Vulkan device'
    : `${device.name} (${device.type}; ${device.driver}; Vulkan ${device.api})`;
}

/** A column for each way, a row for each number of lines. */
export function parseTable(title: string, rows: readonly ParseRow[], notes: string[]): Section {
  const ways = waysOf(rows);
  return {
    title,
    table: {
      columns: ['lines', ...ways.map((way) => `${way}, ns a line`)],
      rows: sizesOf(rows).map((lines) => [
        lines,
        ...ways.map((way) => {
          const row = rows.find((each) => each.way === way && each.lines === lines);
          return row === undefined ? NaN : row.medianNs / lines;
        }),
      ]),
    },
    notes,
  };
}

export function parsePlot(title: string, rows: readonly ParseRow[]): Plot {
  return {
    suffix: '',
    title,
    svg: linePlot({
      title,
      x: { label: 'lines in a batch', log: true },
      y: { label: 'lines a second', log: true },
      series: waysOf(rows)
        .filter((way) => way !== SPLITTING)
        .map((way) => ({
          name: way,
          points: rows
            .filter((row) => row.way === way)
            .map((row) => [row.lines, (row.lines / row.medianNs) * 1e9] as const),
        })),
    }),
  };
}

/** Submit to result of a run that does nothing, and how well the device's clock is known. */
export function executorSection(runner: RunnerResult): Section {
  const { clock, executor } = runner;
  const calibrated = clock?.calibrated === true ? 'calibrated by the driver' : 'by two readings';
  return {
    title: 'Executor',
    table: {
      columns: ['way', 'submit to result, median µs', 'p99 µs'],
      rows: executor.map(({ way, medianNs, p99Ns }) => [way, medianNs / 1000, p99Ns / 1000]),
    },
    notes: [
      'An empty kernel, from the call to the moment its result can be read, in C++, one run after the other.',
      clock === null
        ? 'The device has no clock that can be read.'
        : `The device's clock against CLOCK_MONOTONIC: at most ${clock.medianNs.toFixed(0)} ns apart (median of the readings' own bounds; p99 ${clock.p99Ns.toFixed(0)} ns), ${calibrated}.`,
    ],
  };
}

/**
 * How the fastest GPU way compares, where it can with what ran in the same process. Real devices have to do more than software
 * ones. `node` and `runner` are the rows of the two processes.
 */
export function parseBars(
  node: readonly ParseRow[],
  runner: readonly ParseRow[],
  { device, equal }: RunnerResult,
): Section {
  const inNode = fastestGpu(node);
  const inRunner = fastestGpu(runner);
  const gpu = inNode ?? inRunner;
  const ratio = (rows: readonly ParseRow[], way: string, to: ParseRow | undefined): number =>
    (rows.find((row) => row.way === way && row.lines === BAR_LINES)?.medianNs ?? NaN) /
    (to?.medianNs ?? NaN);
  const isGpu = device?.isGpu === true;
  const verdict = (holds: boolean): string => (holds ? 'yes' : 'NO');
  const json = ratio(node, 'JSON.parse, from bytes', gpu);
  const texts = ratio(node, 'JSON.parse, from lines of text', gpu);
  const array = ratio(node, 'JSON.parse, all as one array', gpu);
  const simdjson = ratio(runner, 'simdjson', inRunner);
  const bar = isGpu ? 20 : 2;
  return {
    title: 'Bars',
    table: {
      columns: ['what', 'measured', 'bar', 'holds'],
      rows: [
        ['JSON.parse from bytes / GPU', json, `≥ ${bar}`, verdict(json >= bar)],
        ['JSON.parse from lines of text / GPU', texts, '', ''],
        ['JSON.parse of one array / GPU', array, '', ''],
        ['simdjson / GPU', simdjson, isGpu ? '> 1' : '', isGpu ? verdict(simdjson > 1) : ''],
        ['columns equal the reference', equal ? 'yes' : 'NO', 'yes', verdict(equal)],
      ],
    },
    notes: [
      `Times for ${BAR_LINES.toLocaleString('en-GB')} lines. Beside JSON.parse: ${gpu?.way ?? 'no GPU'}${inNode ? ', in the same process' : ''}; beside simdjson: ${inRunner?.way ?? 'no GPU'}, in the same process. Each is the fastest of the ways over the device. All transfers and the search for the ends of lines are in it.`,
    ],
  };
}

function fastestGpu(rows: readonly ParseRow[]): ParseRow | undefined {
  return rows
    .filter((row) => row.way.startsWith('GPU') && row.lines === BAR_LINES)
    .reduce<ParseRow | undefined>((a, b) => (a && a.medianNs <= b.medianNs ? a : b), undefined);
}

function waysOf(rows: readonly ParseRow[]): string[] {
  return [...new Set(rows.map((row) => row.way))];
}

function sizesOf(rows: readonly ParseRow[]): number[] {
  return [...new Set(rows.map((row) => row.lines))].sort((a, b) => a - b);
}
