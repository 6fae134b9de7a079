import type { Result } from './report/result-files.js';

export interface BenchOptions {
  /** Only a first look, where a bench has one: nothing is written. @default false */
  readonly quick: boolean;
}

/** Something that is measured, on its own and at leisure: never a test that may fail by the clock. */
export interface Bench {
  readonly name: string;
  /** What it measures, in a line. */
  readonly about: string;
  run(
    say: (text: string) => void,
    options: BenchOptions,
  ): Promise<Omit<Result, 'name' | 'command'>>;
}
