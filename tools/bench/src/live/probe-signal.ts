/** Frames between two pulses: longer than any way, and not a multiple of any period, so that they fall everywhere in one. */
export const PULSE_FRAMES = 12_007;
export const PULSE = 0.6;
const TONE = 0.2;
const TONE_HZ = 441;

/** What a probe plays at a frame: a pulse now and then, on a tone that shows whatever is missing. */
export function signalAt(frame: number, sampleRate: number): number {
  if (frame >= 0 && frame % PULSE_FRAMES === 0) return PULSE;
  return TONE * Math.sin((2 * Math.PI * TONE_HZ * frame) / sampleRate);
}

/** Further off than this a sample is not what was played: 16 bits are exact to 0.00003. */
const OFF = 0.02;
/** Samples that are wrong and lie nearer to each other are one fault. */
const APART_S = 0.005;

export interface Heard {
  /** Of each pulse that was heard, frames. */
  readonly latencies: number[];
  readonly pulsesPlayed: number;
  readonly wrongFrames: number;
  readonly faults: number;
  readonly frames: number;
}

/**
 * Compares what was heard with what was played.
 *
 * @param places the frame of what is played that goes out in the same instant in which a sample is heard
 */
export function compare(heard: Float32Array, places: Float64Array, sampleRate: number): Heard {
  const pulses: { readonly at: number; readonly latency: number }[] = [];
  for (let i = 0; i < heard.length; i++) {
    // The pulse before it: no way is longer than the stretch between two.
    if (heard[i]! >= (PULSE + TONE) / 2) pulses.push({ at: i, latency: places[i]! % PULSE_FRAMES });
  }
  let [wrongFrames, faults, last, next] = [0, 0, -Infinity, 0];
  for (let i = 0; i < heard.length; i++) {
    while (next + 1 < pulses.length && pulses[next]!.at < i) next++;
    // Where the delay is changed, what lies between two pulses may be of either.
    const isRight = [next, next - 1].some((pulse) => {
      const played = places[i]! - (pulses[Math.max(0, pulse)]?.latency ?? NaN);
      return Math.abs(heard[i]! - signalAt(played, sampleRate)) <= OFF;
    });
    if (isRight) continue;
    wrongFrames++;
    if (i - last > APART_S * sampleRate) faults++;
    last = i;
  }
  return {
    latencies: pulses.map(({ latency }) => latency),
    pulsesPlayed: Math.floor(heard.length / PULSE_FRAMES),
    wrongFrames,
    faults,
    frames: heard.length,
  };
}
