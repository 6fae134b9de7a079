import type { ComputeAnswer } from '@jamnet/wire';

/**
 * Opens a device once for everybody. Calls at the same time and later ones get the same answer, a refusal included; only
 * after the device was lost or closed the next call opens it anew.
 */
export function shareCompute(open: () => Promise<ComputeAnswer>): () => Promise<ComputeAnswer> {
  let answer: Promise<ComputeAnswer> | undefined;
  return async function openShared(): Promise<ComputeAnswer> {
    const current = (answer ??= open());
    const given = await current;
    if (!given.ok || given.compute.failure === null) return given;
    // Of several callers that find it lost, the first one opens it and the others wait for that.
    if (answer === current) answer = undefined;
    return openShared();
  };
}
