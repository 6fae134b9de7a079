import { Blob } from 'node:buffer';
import { type Clock, JamError, type Timers } from '@jamnet/wire';
import type { DeviceShape } from '../device-system.js';
import { ringsWorklet } from '../generated/rings-worklet.js';
import { collectGarbage } from './collect-garbage.js';
import type { AudioContext, LatencyHint, WebAudioLibrary, WorkletNode } from './library.js';
import { PORT_STATE_BYTES, PortState } from './port-state.js';
import { sharedRing } from './shared-ring.js';
import { WebAudioPort } from './web-audio-port.js';
import { PERIOD_FRAMES } from './worklet/period-mover.js';
import type { ProcessorOptions } from './worklet/processor-options.js';

const RING_FRAMES = 16_384;
/** How long the first period may take to come. */
const PATIENCE_NS = 5e9;
const LOOK_NS = 10e6;
/** The library's. */
const MOST_CHANNELS = 32;

/** What the library calls the devices; undefined = none. */
export interface WantedDevices {
  readonly input: string | undefined;
  readonly output: string | undefined;
}

/** A port, and when all of it has been given back. */
export interface OpenedPort {
  readonly port: WebAudioPort;
  readonly gone: Promise<void>;
}

/** Rejects with an Error that says why the devices cannot be had. */
export async function openWebAudio(
  library: WebAudioLibrary,
  wanted: WantedDevices,
  shape: DeviceShape,
  clock: Clock,
  timers: Timers,
): Promise<OpenedPort> {
  const context = createContext(library, wanted, shape);
  let release: (() => void) | undefined;
  const gone = new Promise<void>((resolve) => {
    release = () => resolve(close(context, wanted.input !== undefined));
  });
  const end = (): void => release?.();
  try {
    const url = URL.createObjectURL(new Blob([ringsWorklet]) as never);
    try {
      await context.audioWorklet.addModule(url);
    } finally {
      URL.revokeObjectURL(url);
    }
    const port = await connect(library, context, wanted, shape, { clock, timers, end });
    return { port, gone };
  } catch (error) {
    end();
    await gone;
    throw error;
  }
}

function createContext(
  library: WebAudioLibrary,
  { output }: WantedDevices,
  { sampleRate, periodFrames }: DeviceShape,
): AudioContext {
  const request = {
    latencyHint: latencyHint(sampleRate, periodFrames),
    sinkId: output ?? ({ type: 'none' } as const),
  };
  try {
    return new library.AudioContext({ ...request, sampleRate });
  } catch (error) {
    if (output === undefined) throw error;
    // It may have rates of its own only.
    return new library.AudioContext(request);
  }
}

const latencyHint = (sampleRate: number, periodFrames: number): LatencyHint =>
  periodFrames <= PERIOD_FRAMES ? 'interactive' : periodFrames / sampleRate;

interface Surroundings {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly end: () => void;
}

async function connect(
  library: WebAudioLibrary,
  context: AudioContext,
  wanted: WantedDevices,
  shape: DeviceShape,
  { clock, timers, end }: Surroundings,
): Promise<WebAudioPort> {
  const { sampleRate } = context;
  const plays = wanted.output !== undefined && shape.outputChannels > 0;
  const records = wanted.input !== undefined && shape.inputChannels > 0;
  const output = plays ? sharedRing(sampleRate, shape.outputChannels, RING_FRAMES) : undefined;
  const input = records ? sharedRing(sampleRate, shape.inputChannels, RING_FRAMES) : undefined;
  const stateBuffer = new SharedArrayBuffer(PORT_STATE_BYTES);
  const state = new PortState(stateBuffer);
  const channels = plays ? Math.min(shape.outputChannels, MOST_CHANNELS) : 1;
  const processorOptions: ProcessorOptions = {
    state: stateBuffer,
    output: output?.buffer,
    input: input?.buffer,
  };
  const node = new library.AudioWorkletNode(context, 'jamnet-rings', {
    numberOfInputs: 1,
    numberOfOutputs: 1,
    outputChannelCount: [channels],
    channelCountMode: 'max',
    processorOptions,
  });
  const { destination } = context;
  if (channels > 2) {
    destination.channelCount = Math.min(channels, destination.maxChannelCount);
    destination.channelInterpretation = 'discrete';
  }
  if (records) await listen(library, context, node, wanted.input!, shape);
  node.connect(destination);
  const outputLatencyFrames = (): number => Math.round(context.outputLatency * sampleRate);
  await firstPeriod(state, clock, timers);
  return new WebAudioPort(
    {
      ...{ state, node, sampleRate, outputLatencyFrames, ringFrames: RING_FRAMES, end },
      ...{ output: output?.ring, input: input?.ring },
    },
    clock,
    timers,
  );
}

/** In a function of its own, so that nothing refers to the stream afterwards but the context. */
async function listen(
  library: WebAudioLibrary,
  context: AudioContext,
  node: WorkletNode,
  deviceId: string,
  shape: DeviceShape,
): Promise<void> {
  const audio = {
    deviceId,
    sampleRate: context.sampleRate,
    latencyHint: latencyHint(context.sampleRate, shape.periodFrames),
  };
  const stream = await library.mediaDevices.getUserMedia({ audio });
  context.createMediaStreamSource(stream).connect(node);
}

function firstPeriod(state: PortState, clock: Clock, timers: Timers): Promise<void> {
  const untilNs = clock.nowNs() + PATIENCE_NS;
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (state.periods > 0) return resolve();
      if (clock.nowNs() >= untilNs) {
        const message = `it moved nothing within ${PATIENCE_NS / 1e9} s`;
        return reject(new JamError('no-such-device', message));
      }
      timers.schedule(clock.nowNs() + LOOK_NS, look);
    };
    look();
  });
}

async function close(context: AudioContext, listened: boolean): Promise<void> {
  try {
    await context.close();
  } catch {
    // It has ended by itself.
  }
  if (listened) await collectGarbage();
}
