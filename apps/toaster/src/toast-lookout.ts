import { createToast } from '@jamnet/toast';
import { hostClockId, type Clock, type Timers } from '@jamnet/wire';
import type { Lookout, LookoutOptions } from './lookout.js';

/** A {@link Lookout} on the local network. Rejects with a JamError when there is no such interface or no multicast. */
export async function openToastLookout(
  options: LookoutOptions,
  { clock, timers }: { readonly clock: Clock; readonly timers: Timers },
): Promise<Lookout> {
  const { interfaces, native = 'auto' } = options;
  const toast = await createToast({ clock, timers, native, ...(interfaces ? { interfaces } : {}) });
  const own = hostClockId();
  return {
    peers: () =>
      (toast.discovery?.peers() ?? []).map(({ senderId, name, topics, endpoints, clockId }) => {
        return { senderId, name, topics, endpoints, sameClock: clockId === own };
      }),
    close: () => toast.close(),
  };
}
