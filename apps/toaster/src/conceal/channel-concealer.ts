import { createConcealer } from '@jamnet/pnbtr';
import type { ChannelConcealer } from './conceal-wave.js';
import type { ConcealMethod } from './method.js';

/** A concealer of one channel, for files: models are fitted where a gap needs them. Throws JamError `bad-option` for a rate that it cannot have. */
export function createChannelConcealer(
  method: ConcealMethod,
  sampleRate: number,
): ChannelConcealer {
  return createConcealer({
    sampleRate,
    fitting: 'inline',
    method: method === 'none' ? 'zero' : method,
  });
}
