import {
  BLOCK,
  END_AT,
  FILL_MIX_AT,
  HOP,
  IN_AT,
  MIX_AT,
  MIX_BYTES,
  MIX_ERROR,
  MIX_REFRESH,
  OUT_AT,
} from './layout';

export { putSamples } from './history';
export { advance, fitModel, forget, mix } from './refresh';
export { startFill, fill } from './fill';
export { fitBurg } from './burg';

export function memoryBytes(): usize {
  return END_AT;
}

export function inputAt(): usize {
  return IN_AT;
}

export function outputAt(): usize {
  return OUT_AT;
}

/** Error over energy that the mixture in use had on the last samples before its refresh. */
export function expectedError(): f64 {
  return load<f64>(FILL_MIX_AT + MIX_ERROR);
}

/** The refresh that the mixture in a slot was made for, 0 = none. */
export function refreshIn(slot: i32): i32 {
  return load<i32>(MIX_AT + usize(slot) * MIX_BYTES + MIX_REFRESH);
}

/** Samples between two refreshes. */
export function hopSamples(): i32 {
  return HOP;
}

/** Samples that fit at `inputAt` and `outputAt`. */
export function blockSamples(): i32 {
  return BLOCK;
}
