/** Rows under a heading, each column as wide as its widest text. */
export function table(
  heading: readonly string[],
  rows: ReadonlyArray<readonly string[]>,
): string[] {
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => [...row[column]].length)));
  return all.map((row) =>
    row
      .map((text, column) => text + ' '.repeat(widths[column] - [...text].length))
      .join('  ')
      .trimEnd(),
  );
}
