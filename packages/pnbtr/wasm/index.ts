import { BLOCK, END_AT, FILL_MIX_AT, HOP, IN_AT, MIX_ERROR, OUT_AT, SLOW_PARTS } from './layout';

export { putSamples } from './history';
export { advance, find, fitFast, fitSlow, forget, mix, search } from './refresh';
export { startFill, fill, foreseenStep } from './fill';
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

/** Samples between two refreshes. */
export function hopSamples(): i32 {
  return HOP;
}

/** Parts that the slow model is fitted in. */
export function slowParts(): i32 {
  return SLOW_PARTS;
}

/** Samples that fit at `inputAt` and `outputAt`. */
export function blockSamples(): i32 {
  return BLOCK;
}
