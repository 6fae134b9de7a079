import { createRandom, impair, type ImpairedPort } from '@jamnet/testkit';
import type { Clock, DatagramPort, Timers } from '@jamnet/wire';
import type { SimulatedLoss } from './jam.js';

/** Where every receiver throws away its part, each direction between two of them loses that part. */
export function losePart(
  port: DatagramPort,
  { share, meanRunMs, seed }: SimulatedLoss,
  time: { readonly clock: Clock; readonly timers: Timers },
): ImpairedPort {
  const random = seed === undefined ? Math.random : createRandom(seed);
  const loss =
    meanRunMs === undefined || share === 0 || share === 1
      ? share
      : { gilbertElliott: { loss: share, meanBurstMs: meanRunMs } };
  return impair(port, { ...time, random, receive: { loss } });
}
