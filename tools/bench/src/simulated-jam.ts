import { createJmid, type EventInfo, type Jmid, type JmidOptions } from '@jamnet/jmid';
import type { JmidEvent } from '@jamnet/schemas';
import {
  createRandom,
  createSimulatedNetwork,
  createVirtualTime,
  type ImpairedPort,
  type Impairment,
  type Loss,
  type LossProcess,
  impair,
  type VirtualTime,
} from '@jamnet/testkit';
import { createToast, type Session, type SessionOptions, type Toast } from '@jamnet/toast';
import type { RandomSource } from '@jamnet/wire';
import { switchableLoss } from './switchable-loss.js';

/** A process on the simulated LAN. */
export interface SimulatedPlayer {
  readonly toast: Toast;
  readonly session: Session;
  readonly jmid: Jmid;
  readonly port: ImpairedPort;
  /** Changes the loss of what this player receives. */
  setLoss(loss: Loss | LossProcess): void;
}

export interface SimulatedJam {
  readonly time: VirtualTime;
  readonly random: RandomSource;
  join(name: string, options?: PlayerOptions): Promise<SimulatedPlayer>;
}

export interface PlayerOptions {
  readonly send?: Impairment;
  readonly receive?: Impairment;
  readonly session?: Partial<SessionOptions>;
  readonly jmid?: Partial<JmidOptions>;
  readonly onMessage?: (event: JmidEvent, info: EventInfo) => void;
}

/** A LAN in virtual time on which everything follows from the seed. */
export function createSimulatedJam(seed: number): SimulatedJam {
  const time = createVirtualTime({ startNs: 1e12 });
  const random = createRandom(seed);
  const { clock, timers } = time;
  const network = createSimulatedNetwork({ clock, timers, random });
  let hosts = 0;
  return {
    time,
    random,
    async join(name, options = {}) {
      hosts++;
      const perfect = network.createPort({ address: `10.0.${hosts >> 8}.${hosts & 255}` });
      const { send, receive } = options;
      const switchable = switchableLoss(perfect, time, random);
      const port = impair(switchable, {
        clock,
        timers,
        random,
        ...(send ? { send } : {}),
        ...(receive ? { receive } : {}),
      });
      const toast = await createToast({
        name,
        port,
        clock,
        timers,
        random,
        clockId: '00000001',
        discovery: 'direct',
      });
      const session = await toast.openSession({ topic: 'midi://bars', ...options.session });
      const jmid = createJmid({ session, ...options.jmid });
      if (options.onMessage !== undefined) jmid.onMessage(options.onMessage);
      return { toast, session, jmid, port, setLoss: (loss) => switchable.setLoss(loss) };
    },
  };
}
