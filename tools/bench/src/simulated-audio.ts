import {
  type AudioReceiveOptions,
  type AudioSendOptions,
  createJdat,
  type Jdat,
  type RemoteAudio,
} from '@jamnet/jdat';
import {
  createRandom,
  createSimulatedClock,
  createSimulatedNetwork,
  createVirtualTime,
  impair,
  type ImpairedPort,
  type Impairment,
  type VirtualTime,
} from '@jamnet/testkit';
import { createToast, type Session } from '@jamnet/toast';

export interface SimulatedAudioOptions {
  readonly seed: number;
  readonly send: AudioSendOptions;
  readonly receive: AudioReceiveOptions;
  /** What happens to everything on its way to the listener, and back. */
  readonly there?: Impairment;
  readonly back?: Impairment;
  readonly rateCeilingBitsPerSecond?: number;
  /** How much faster the listener's clock runs; the sound card that the listener reads for runs with it. @default 0 */
  readonly listenerPpm?: number;
  /** Whether the two know each other's clocks: then timestamps say when something was played. @default true */
  readonly sameClock?: boolean;
  /** Both know JELLIE. @default false */
  readonly jellie?: boolean;
}

/** One who plays and one who listens, on a simulated LAN in virtual time. */
export interface SimulatedAudio {
  readonly time: VirtualTime;
  /** The one who plays now. */
  readonly player: { readonly session: Session; readonly jdat: Jdat };
  readonly listener: { readonly session: Session; readonly jdat: Jdat };
  /** What the listener hears of the player; undefined before the first message. */
  readonly stream: RemoteAudio | undefined;
  /** All streams that the listener has heard of, in order. */
  readonly streams: readonly RemoteAudio[];
  /** Another player begins, as a program that was started anew; the one before is gone without a word. */
  restart(send: AudioSendOptions): Promise<void>;
  /** Datagrams to the listener that were altered under way, and those that it refused as none. */
  readonly corrupted: number;
  readonly refused: number;
  close(): Promise<void>;
}

export async function createSimulatedAudio(
  options: SimulatedAudioOptions,
): Promise<SimulatedAudio> {
  const time = createVirtualTime({ startNs: 1e12 });
  const random = createRandom(options.seed);
  const network = createSimulatedNetwork({ ...time, random });
  const { listenerPpm = 0, sameClock = true } = options;
  let impaired: ImpairedPort | undefined;
  const join = async (name: string, address: string, impairment: Impairment) => {
    const isListener = name === 'listener';
    const driftPpm = isListener && !sameClock ? listenerPpm : 0;
    const clock = createSimulatedClock({
      truth: time,
      random,
      startNs: time.clock.nowNs(),
      driftPpm,
    });
    const { timers } = clock;
    const inner = network.createPort({ address, host: { clock, timers } });
    const port = impair(inner, { clock, timers, random, receive: impairment });
    const clockId = isListener && !sameClock ? '00000002' : '00000001';
    if (isListener) impaired = port;
    const toast = await createToast({
      name,
      port,
      clock,
      timers,
      random,
      clockId,
      discovery: 'direct',
    });
    const { rateCeilingBitsPerSecond = 1e9 } = options;
    const session = await toast.openSession({ topic: 'audio://bars', rateCeilingBitsPerSecond });
    return { toast, session };
  };
  const listening = await join('listener', '10.0.0.1', options.there ?? {});
  let players = 1;
  const joinPlayer = () => join('player', `10.0.0.${++players}`, options.back ?? {});
  let playing = await joinPlayer();
  // A program of its own, that need not be there.
  const codings = options.jellie === true ? [(await import('jellie')).jellieCoding] : [];
  const listener = createJdat({
    session: listening.session,
    codings,
    receive: options.receive,
  });
  const play = (send: AudioSendOptions): Jdat =>
    createJdat({ session: playing.session, codings, send, receive: false });
  let player = play(options.send);
  const streams: RemoteAudio[] = [];
  listener.onStream((each) => streams.push(each));
  return {
    time,
    get player() {
      return { session: playing.session, jdat: player };
    },
    listener: { session: listening.session, jdat: listener },
    get stream() {
      return streams.at(0);
    },
    streams,
    get corrupted() {
      return impaired!.counters().receive.corrupted;
    },
    get refused() {
      const { rejected } = listening.toast.stats();
      return Object.values(rejected).reduce((sum, count) => sum + count, 0);
    },
    async restart(send) {
      const { toast } = playing;
      player.close();
      playing = await joinPlayer();
      player = play(send);
      // Its port is shut before it can say goodbye.
      await toast.port.close();
      await toast.close();
    },
    async close() {
      player.close();
      listener.close();
      await playing.toast.close();
      await listening.toast.close();
    },
  };
}
