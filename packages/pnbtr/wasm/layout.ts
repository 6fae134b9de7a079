/** Where everything lies in the memory of one channel. All addresses are multiples of 16. */

/** Samples between two refreshes of the models. */
export const HOP: i32 = 256;
/** History in samples: a power of two. It is written twice, so that any stretch of it is contiguous. */
export const RING: i32 = 1 << 19;
export const RING_MASK: i32 = RING - 1;
/** One sample in the search for repeats stands for this many. */
export const THIN: i32 = 16;
export const THIN_RING: i32 = RING / THIN;
export const THIN_MASK: i32 = THIN_RING - 1;
/** Lags that are searched, in thinned samples. The least is 50 ms: what is copied from there has been heard. */
export const LEAST_LAG: i32 = 152;
export const MOST_LAG: i32 = 30_000;
export const LAGS: i32 = MOST_LAG - LEAST_LAG;

/** The most coefficients that a model has. */
export const ORDER: i32 = 2048;
export const MODELS: i32 = 2;
/** Fits that are kept of each model: what a caller copies is not written over for so many minus two more. */
export const SLOTS: i32 = 8;
/** Parts that the slow model is fitted in. */
export const SLOW_PARTS: i32 = 4;
export const REPEATS: i32 = 3;

/** Samples that a back-cast is tried on. */
export const TRIAL: i32 = 256;
/** Samples that a lag is judged by. */
export const MATCH: i32 = 4800;

const align = 63;

export const RING_AT: usize = 4096;
export const THIN_AT: usize = RING_AT + 8 * RING;
export const ENERGY_AT: usize = THIN_AT + 8 * THIN_RING;
export const CORRELATION_AT: usize = ENERGY_AT + 8 * THIN_RING;
/** Candidates that were found last, and behind them how many. */
export const FOUND_AT: usize = CORRELATION_AT + 4 * LAGS;
export const FOUND_COUNT: usize = 8 * 16;
/** Weighted autocorrelations, one per model, and the newest samples as doubles before a refresh. */
export const AUTO_BYTES: usize = 8 * (ORDER + 16);
export const AUTO_AT: usize = (FOUND_AT + FOUND_COUNT + 8 + align) & ~align;
/** Copies of the slow model's autocorrelation, of its last two refreshes. */
export const AUTO_KEPT_AT: usize = AUTO_AT + usize(MODELS) * AUTO_BYTES;
export const NEWEST_AT: usize = AUTO_KEPT_AT + 2 * AUTO_BYTES;
/** Doubles of a stretch of input for the autocorrelations. */
export const DOUBLES_AT: usize = NEWEST_AT + AUTO_BYTES;
export const BURG_AT: usize = DOUBLES_AT + 8 * (ORDER + HOP + 64);
export const BURG_BYTES: usize = 4 * 8 * (ORDER + 8) + 64;
/** The slow model is fitted in parts, with fits of the fast one in between: its own newest samples and work. */
export const SLOW_NEWEST_AT: usize = BURG_AT + BURG_BYTES;
export const SLOW_BURG_AT: usize = SLOW_NEWEST_AT + AUTO_BYTES;
/** Candidates of the search: score and lag. */
export const CANDIDATES: i32 = 16;
export const CANDIDATE_AT: usize = (SLOW_BURG_AT + BURG_BYTES + align) & ~align;
/** Buffers of the back-cast: samples before it and the predictions, for the signal and for its repeat. */
export const TRIAL_AT: usize = CANDIDATE_AT + 1024;
export const TRIAL_BYTES: usize = 4 * (ORDER + TRIAL + 64);

/** Slots of the models, newest coefficient last, as floats: MODELS x SLOTS. */
export const MODEL_BYTES: usize = 4 * ORDER;
export const MODEL_AT: usize = (TRIAL_AT + usize(2 * MODELS) * TRIAL_BYTES + align) & ~align;
/** Slots of the mixture: what a fill needs beside the models. */
export const MIX_BYTES: usize = 256;
export const MIX_AT: usize = MODEL_AT + MODEL_BYTES * usize(MODELS * SLOTS);

/** A fill in progress: per model the past of what it extrapolates and what it made. */
export const FILL_SPAN: i32 = ORDER + 2048;
export const FILL_AT: usize = MIX_AT + MIX_BYTES * usize(SLOTS);
export const FILL_BYTES: usize = 4 * FILL_SPAN;
export const FILL_MODEL_AT: usize = FILL_AT + usize(MODELS) * FILL_BYTES;
export const FILL_MIX_AT: usize = FILL_MODEL_AT + usize(MODELS) * MODEL_BYTES;
/** Blocks on their way in and out. */
export const BLOCK: i32 = 4096;
export const IN_AT: usize = FILL_MIX_AT + MIX_BYTES;
export const OUT_AT: usize = IN_AT + 4 * BLOCK;
export const END_AT: usize = OUT_AT + 4 * BLOCK;

// Fields of a mixture.
/** Weight of each model, doubles. */
export const MIX_WEIGHT: usize = 0;
/** Lag of each repeat in samples, 32-bit integers; 0 = none. */
export const MIX_LAG: usize = 32;
/** Share of each repeat, doubles. */
export const MIX_SHARE: usize = 64;
/** Back-cast error over energy, double. */
export const MIX_ERROR: usize = 128;
/** Slot of each model, 32-bit integers. */
export const MIX_SLOT: usize = 144;

/** Coefficients of a model, a multiple of 16: of the fast one and of the slow one. */
export function orderOf(model: i32): i32 {
  return model === 0 ? 1536 : 2048;
}
