import {
  createRandom,
  createSimulatedClock,
  createSimulatedNetwork,
  createVirtualTime,
  impair,
  type Impairment,
  type SimulatedClock,
  type VirtualTime,
} from '@jamnet/testkit';
import { createToast, type Session, type Toast } from '@jamnet/toast';
import type { RandomSource } from '@jamnet/wire';
import { createJdat, type Jdat } from '../../src/jdat.js';
import type { JdatOptions } from '../../src/options.js';
import type { RemoteAudio } from '../../src/session/remote-audio.js';

/** A process on the simulated LAN. */
export interface AudioPlayer {
  readonly clock: SimulatedClock;
  readonly toast: Toast;
  readonly session: Session;
  readonly jdat: Jdat;
  /** Streams in the order in which they were heard. */
  readonly streams: RemoteAudio[];
  leave(): Promise<void>;
}

export interface AudioPlayerOptions {
  readonly send?: Impairment;
  readonly receive?: Impairment;
  readonly clockId?: string;
  readonly driftPpm?: number;
  readonly jdat?: Omit<JdatOptions, 'session'>;
}

export interface AudioJam {
  readonly time: VirtualTime;
  readonly random: RandomSource;
  join(name: string, options?: AudioPlayerOptions): Promise<AudioPlayer>;
  runMs(ms: number): void;
}

/** A LAN in virtual time on which everything follows from the seed. */
export function createAudioJam(seed: number): AudioJam {
  const time = createVirtualTime({ startNs: 1e12 });
  const random = createRandom(seed);
  const network = createSimulatedNetwork({ ...time, random });
  let hosts = 0;
  return {
    time,
    random,
    async join(name, options = {}) {
      hosts++;
      const { send = {}, receive = {}, clockId = '00000001', driftPpm = 0 } = options;
      const clock = createSimulatedClock({
        truth: time,
        random,
        startNs: time.clock.nowNs(),
        driftPpm,
      });
      const { timers } = clock;
      const inner = network.createPort({
        address: `10.0.0.${hosts}`,
        host: { clock, timers },
      });
      const port = impair(inner, { clock, timers, random, send, receive });
      const toast = await createToast({
        name,
        port,
        clock,
        timers,
        random,
        clockId,
        discovery: 'direct',
      });
      const session = await toast.openSession({ topic: 'audio://test' });
      const jdat = createJdat({ session, ...options.jdat });
      const streams: RemoteAudio[] = [];
      jdat.onStream((stream) => streams.push(stream));
      return {
        clock,
        toast,
        session,
        jdat,
        streams,
        async leave() {
          jdat.close();
          await toast.close();
        },
      };
    },
    runMs: (ms) => void time.runFor(ms * 1e6),
  };
}

export interface SendingOptions {
  readonly sampleRate?: number;
  readonly channels?: number;
  readonly frames?: number;
  /** Sample of a frame, a 24-bit integer. */
  readonly signal: (frame: number, channel: number) => number;
}

/** Sends a signal in real time on the player's clock until it is told to end. */
export function sendSteadily(
  { jdat, clock }: AudioPlayer,
  { sampleRate = 48_000, channels = 1, frames = 128, signal }: SendingOptions,
): () => void {
  const startNs = clock.nowNs();
  const samples = new Int32Array(frames * channels);
  let frame = 0;
  let going = true;
  const next = (): void => {
    if (!going) return;
    for (let i = 0; i < samples.length; i++)
      samples[i] = signal(frame + Math.floor(i / channels), i % channels);
    jdat.send(samples, frames, Math.round(startNs + (frame * 1e9) / sampleRate));
    frame += frames;
    clock.timers.schedule(startNs + ((frame + frames) * 1e9) / sampleRate, next);
  };
  clock.timers.schedule(startNs + (frames * 1e9) / sampleRate, next);
  return () => {
    going = false;
  };
}

/** Pulls from a stream as a device does, on a clock of its own where one is given. Returns all that was read, growing. */
export function pullSteadily(
  stream: RemoteAudio,
  clock: SimulatedClock,
  frames = 128,
): { readonly heard: number[]; end(): void } {
  const { sampleRate, channels } = stream.format;
  const out = new Float32Array(frames * channels);
  const heard: number[] = [];
  const startNs = clock.nowNs() + 1e6;
  let reads = 0;
  let going = true;
  const next = (): void => {
    if (!going) return;
    stream.pull(out, frames);
    for (const value of out) heard.push(value);
    reads++;
    clock.timers.schedule(startNs + (reads * frames * 1e9) / sampleRate, next);
  };
  clock.timers.schedule(startNs, next);
  return { heard, end: () => void (going = false) };
}
