/** One value per stretch of time, for a sparkline: of several in a stretch the largest, or their sum. */
export interface TickSeries {
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
  const values: (number | null)[] = [empty];
  return {
    values,
    add(value) {
      const last = values.length - 1;
      const before = values[last];
      if (combine === 'sum') values[last] = (before ?? 0) + value;
      else values[last] = before === null ? value : Math.max(before, value);
    },
    tick() {
      values.push(empty);
      if (values.length > capacity) values.shift();
    },
  };
}
