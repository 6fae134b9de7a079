/**
 * A burst on a line: `┃` where a copy goes out, between the first copy and the last. What the eye should take from it is
 * how many there are and whether they stand close together or far apart; the line is `scaleMs` long.
 */
export function burstPicture(offsetsMs: readonly number[], scaleMs: number, width: number): string {
  const cells: string[] = new Array(width).fill('╌');
  const counts = new Array<number>(width).fill(0);
  for (const offsetMs of offsetsMs) {
    const share = scaleMs > 0 ? Math.min(1, Math.max(0, offsetMs / scaleMs)) : 0;
    const at = Math.round(share * (width - 1));
    counts[at] = counts[at] + 1;
    cells[at] = counts[at] > 1 ? '█' : '┃';
  }
  return cells.join('');
}
