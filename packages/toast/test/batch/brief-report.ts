import fc, { type RunDetails } from 'fast-check';

/** Seed, path, and the beginning of the counterexample: all of a batch's bytes would fill the screen many times over. */
export function briefReport<T>(details: RunDetails<T>): void {
  if (!details.failed) return;
  const text = fc.defaultReportMessage(details as unknown as RunDetails<unknown[]>) ?? 'failed';
  throw new Error(text.slice(0, 1500), { cause: details.errorInstance });
}
