import { DESCRIPTOR_WORDS, type FrameColumns, WORD_LENGTH, WORD_PEER } from './frame-columns.js';
import { BatchVerdict } from './outcome.js';
import type { RouteTable } from './route-table.js';

const matches = new Int32Array(4);

/**
 * Makes the list of each route: the rows of its new frames in order of arrival, those of route r from `routeFirst[r]` to `routeFirst[r + 1]`
 * in `routed`. A counting sort: count, sum up, place. This is what the kernels `message_count` and `message_route` must equal.
 * `cursors` holds a word per route and is overwritten. Does not allocate.
 */
export function routeFrames(
  columns: FrameColumns,
  frames: number,
  table: RouteTable,
  cursors: Uint32Array,
): void {
  const { routeFirst, routed, verdict } = columns;
  const routes = table.count;
  cursors.fill(0, 0, routes);
  for (let row = 0; row < frames; row++) {
    if (verdict[row] !== BatchVerdict.NEW) continue;
    const found = routesOfRow(columns, row, table);
    for (let i = 0; i < found; i++) cursors[matches[i]]++;
  }
  let at = 0;
  for (let route = 0; route < routes; route++) {
    routeFirst[route] = at;
    at += cursors[route];
    cursors[route] = routeFirst[route];
  }
  routeFirst[routes] = at;
  if (at === 0) return;
  for (let row = 0; row < frames; row++) {
    if (verdict[row] !== BatchVerdict.NEW) continue;
    const found = routesOfRow(columns, row, table);
    for (let i = 0; i < found; i++) routed[cursors[matches[i]]++] = row;
  }
}

/** Into `matches`; how many. */
function routesOfRow(
  { descriptors, outcome }: FrameColumns,
  row: number,
  table: RouteTable,
): number {
  const at = row * DESCRIPTOR_WORDS;
  const streamType = (descriptors[at + WORD_PEER] >>> 16) & 0x0f;
  return table.routesOf(outcome[row], streamType, descriptors[at + WORD_LENGTH] >>> 24, matches);
}
