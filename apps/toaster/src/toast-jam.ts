import { createJmid, type Jmid, type MessageInfo } from '@jamnet/jmid';
import type { JmidEvent } from '@jamnet/schemas';
import { createRandom, impair, type ImpairedPort } from '@jamnet/testkit';
import { createDgramPort, createToast, type Peer, type Session, type Toast } from '@jamnet/toast';
import type { Clock, DatagramPort, Timers } from '@jamnet/wire';
import type { Heard, Jam, JamOptions, JamPeer, JamStats, SimulatedLoss } from './jam.js';

interface Time {
  readonly clock: Clock;
  readonly timers: Timers;
}

/**
 * A {@link Jam} on the local network. Rejects with a JamError when the topic cannot be joined: no such interface, no multicast,
 * a port that another program keeps for itself.
 */
export async function openToastJam(options: JamOptions, time: Time): Promise<Jam> {
  const { clock, timers } = time;
  const families = addressFamilies(options.interfaces);
  const port = await createDgramPort({ clock, timers, families, ...optional('interfaces', options.interfaces) });
  const impaired = options.simulatedLoss ? losePart(port, options.simulatedLoss, time) : undefined;
  const toast = await createToast({
    port: impaired ?? port,
    clock,
    timers,
    families,
    ...optional('name', options.name),
  });
  try {
    const session = await toast.openSession({ topic: options.topic, ...optional('peers', options.peers) });
    const jmid = createJmid({ session, clock, timers, ...optional('lateMs', options.lateMs) });
    return new ToastJam(toast, session, jmid, impaired);
  } catch (error) {
    await toast.close();
    throw error;
  }
}
