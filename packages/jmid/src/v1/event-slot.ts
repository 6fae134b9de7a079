import type { JmidEvent } from '@jamnet/schemas';

/** Where a decoder leaves what it decoded. Make one and use it for every call. */
export interface EventSlot {
  /** The event of the last call that returned 0 or more; unchanged by a call that returned a status. */
  event: JmidEvent | null;
}
