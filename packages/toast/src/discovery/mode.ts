/** How peers are found: all ways; announcements to the group; DNS-SD; asking address by address; not at all, but by addresses that are listed. */
export const DISCOVERY_MODES = ['auto', 'multicast', 'bonjour', 'scan', 'direct'] as const;

export type DiscoveryMode = (typeof DISCOVERY_MODES)[number];

/** One way of finding. */
export type DiscoveryWay = 'multicast' | 'bonjour' | 'scan';

export function waysOf(mode: DiscoveryMode): readonly DiscoveryWay[] {
  if (mode === 'direct') return [];
  return mode === 'auto' ? ['multicast', 'bonjour', 'scan'] : [mode];
}
