/** One value per stretch of time, for a sparkline: of several in a stretch the largest, or their sum. */
export interface TickSeries {
  /** Of the stretches that are over: a bar that still grows would only distract. */
  readonly values: ReadonlyArray<number | null>;
  add(value: number): void;
  /** Ends the present stretch and begins the next. */
  tick(): void;
}

/** `empty` is the value of a stretch in which nothing was added. */
export function createTickSeries(
  combine: 'largest' | 'sum',
  empty: number | null,
  capacity = 512,
): TickSeries {
  const values: (number | null)[] = [];
  let present = empty;
  return {
    values,
    add(value) {
      if (combine === 'sum') present = (present ?? 0) + value;
      else present = present === null ? value : Math.max(present, value);
    },
    tick() {
      values.push(present);
      present = empty;
      if (values.length > capacity) values.shift();
    },
  };
}
