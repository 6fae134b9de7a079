/** The four streams of JELLIE in the order of their numbers: even samples, odd samples, and two mixtures of a pair. */
export const JELLIE_PARTS = ['e', 'o', 'e+o', 'e+2o'] as const;

/** The name of a stream. */
export type JelliePart = (typeof JELLIE_PARTS)[number];

export const PARTS = JELLIE_PARTS.length;

/** What part k takes of the even and of the odd sample of a pair. */
export const EVEN_WEIGHT = [1, 0, 1, 1] as const;
export const ODD_WEIGHT = [0, 1, 1, 2] as const;

export const LEAST_SAMPLE = -(2 ** 23);
export const MOST_SAMPLE = 2 ** 23 - 1;

/** Whether a value is a 24-bit sample. */
export function isSample(value: number): boolean {
  return value >= LEAST_SAMPLE && value <= MOST_SAMPLE;
}
