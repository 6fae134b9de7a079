import type { Repair } from '../engine/jam-state.js';

export type RepairKind = 'direct' | 'copies' | 'jellie' | 'predicted' | 'missing';

/** What became of one part of a peer's sound. */
export interface RepairPart {
  readonly kind: RepairKind;
  readonly label: string;
  /** 0 to 1. */
  readonly share: number;
}

const LABELS: ReadonlyArray<readonly [RepairKind, string]> = [
  ['direct', 'direct'],
  ['copies', 'copies'],
  ['jellie', 'JELLIE'],
  ['predicted', 'predicted'],
  ['missing', 'late'],
];

/** The parts of a peer's sound in the order in which they are tried; empty as long as no sound was heard. */
export function repairParts(repair: Repair): readonly RepairPart[] {
  const all = LABELS.reduce((sum, [kind]) => sum + repair[kind], 0);
  if (!(all > 0)) return [];
  return LABELS.map(([kind, label]) => ({ kind, label, share: repair[kind] / all }));
}

/**
 * Widths of the parts in a bar of `width`, which they fill. What is not nothing is at least `least` wide: of a good connection one
 * would see nothing otherwise.
 */
export function repairWidths(
  parts: readonly RepairPart[],
  width: number,
  least: number,
): readonly number[] {
  const widths = parts.map(({ share }) => (share > 0 ? Math.max(least, share * width) : 0));
  const widest = widths.indexOf(Math.max(...widths));
  const others = widths.reduce((sum, value, at) => (at === widest ? sum : sum + value), 0);
  return widths.map((value, at) => (at === widest ? Math.max(least, width - others) : value));
}
