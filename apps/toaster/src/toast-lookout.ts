import { createToast } from '@jamnet/toast';
import { hostClockId, type Clock, type Timers } from '@jamnet/wire';
import type { Lookout, LookoutOptions } from './lookout.js';

/** A {@link Lookout} on the local network. Rejects with a JamError when there is no such interface or no multicast. */
export async function openToastLookout(
  options: LookoutOptions,
  { clock, timers }: { readonly clock: Clock; readonly timers: Timers },
): Promise<Lookout> {
  const { interfaces, discovery, native = 'auto' } = options;
  const toast = await createToast({
    clock,
    timers,
    native,
    ...(interfaces && { interfaces }),
    ...(discovery && { discovery }),
  });
  const own = hostClockId();
  return {
    peers: () =>
      (toast.discovery?.peers() ?? []).map(
        ({ senderId, name, topics, endpoints, clockId, foundBy }) => {
          return { senderId, name, topics, endpoints, foundBy, sameClock: clockId === own };
        },
      ),
    notices: () => toast.discovery?.notices() ?? [],
    close: () => toast.close(),
  };
}
