import type { Concealer, ConcealerFactory } from '../../src/session/concealer.js';

/** Fills with a value that no signal here has, and fades nothing: so a test sees what was filled. */
export const FILLED = 0.75;

export function fakeConcealers(fadeFrames = 0): ConcealerFactory & { open: number } {
  const factory = Object.assign(
    (): Concealer => {
      let left = 0;
      factory.open++;
      return {
        accept(input, output) {
          for (let i = 0; i < input.length; i++) {
            const weight = left > 0 ? 1 - left-- / (fadeFrames + 1) : 1;
            output[i] = FILLED + weight * (input[i] - FILLED);
          }
        },
        fill(output) {
          output.fill(FILLED);
          left = fadeFrames;
          return 0.5;
        },
        close: () => void factory.open--,
      };
    },
    { open: 0 },
  );
  return factory;
}
