/** Which timeline a session is on: who founded it, and when on this process's clock. */
export interface Epoch {
  readonly founder: number;
  /** May lie before this process's clock began, so it can be negative. */
  readonly foundedNs: number;
}

/** Ages nearer to each other than this are the same: they cross the network and are rounded. */
export const SAME_AGE_NS = 500e6;
/**
 * Two sides that see the difference on either side of that limit both stay, each by its own rule. When another timeline has stood beside for
 * {@link STANDOFF_NS}, only such a pair is left, and a wider limit decides it.
 */
export const STANDOFF_AGE_NS = 1e9;
export const STANDOFF_NS = 3e9;

/** Whether the other timeline is the one that both sides go on with: the older one, or of equally old ones that of the smaller founder. */
export function yieldsTo(own: Epoch, other: Epoch, sameAgeNs = SAME_AGE_NS): boolean {
  if (own.founder === other.founder) return false;
  const olderNs = own.foundedNs - other.foundedNs;
  if (Math.abs(olderNs) > sameAgeNs) return olderNs > 0;
  return other.founder < own.founder;
}
