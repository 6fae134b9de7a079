/** Which timeline a session is on: who founded it, and when on this process's clock. */
export interface Epoch {
  readonly founder: number;
  /** May lie before this process's clock began, so it can be negative. */
  readonly foundedNs: number;
}

/** Ages nearer to each other than this are the same: they cross the network and are rounded. */
export const SAME_AGE_NS = 500e6;

/** Whether the other timeline is the one that both sides go on with: the older one, or of equally old ones that of the smaller founder. */
export function yieldsTo(own: Epoch, other: Epoch): boolean {
  if (own.founder === other.founder) return false;
  const olderNs = own.foundedNs - other.foundedNs;
  if (Math.abs(olderNs) > SAME_AGE_NS) return olderNs > 0;
  return other.founder < own.founder;
}
