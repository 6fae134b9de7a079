import type { Result } from './report/result-files.js';

/** Something that is measured, on its own and at leisure: never a test that may fail by the clock. */
export interface Bench {
  readonly name: string;
  /** What it measures, in a line. */
  readonly about: string;
  run(say: (text: string) => void): Promise<Omit<Result, 'name' | 'command'>>;
}
