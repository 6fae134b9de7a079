/** How what is lost is made up. */
export const CONCEAL_METHODS = ['pnbtr', 'repeat', 'none'] as const;

export type ConcealMethod = (typeof CONCEAL_METHODS)[number];
