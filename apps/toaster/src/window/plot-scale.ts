import type { History } from '../engine/jam-state.js';

/** Upper end of a plot: a round number that the values stay under, at least `least`. */
export function plotCeiling(values: History, least: number): number {
  let highest = least;
  for (const value of values) if (value !== null && value > highest) highest = value;
  const power = 10 ** Math.floor(Math.log10(highest));
  for (const step of [1, 2, 5, 10]) if (highest <= step * power * (1 + 1e-9)) return step * power;
  return highest;
}

/** Highest known value; null when none is. */
export function highestOf(values: History): number | null {
  let highest: number | null = null;
  for (const value of values)
    if (value !== null && (highest === null || value > highest)) highest = value;
  return highest;
}

/** Newest known value of the last three; a value a second may be late by one. */
export function newestOf(values: History): number | null {
  for (const value of values.slice(-3).reverse()) if (value !== null) return value;
  return null;
}
