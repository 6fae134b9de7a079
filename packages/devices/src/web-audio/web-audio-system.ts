import {
  type Clock,
  createSystemClock,
  createSystemTimers,
  JamError,
  type Timers,
} from '@jamnet/wire';
import type { DeviceSystem } from '../device-system.js';
import { DeviceLists } from './device-lists.js';
import { loadWebAudio, type WebAudioLibrary } from './library.js';
import { openWebAudio } from './open-web-audio.js';
import { soundCards } from './sound-cards.js';
import { WebAudioDevices } from './web-audio-devices.js';

export interface WebAudioOptions {
  /** The library's own thread reads the system's monotonic clock: another one is for tests. @default that */
  readonly clock?: Clock;
  /** @default the system's timers */
  readonly timers?: Timers;
  /** @default `node-web-audio-api` */
  readonly load?: () => Promise<WebAudioLibrary>;
  /** What sound could go through; undefined for unknown. The library is asked anew when it is another. @default what Linux has */
  readonly cards?: () => readonly string[] | undefined;
}

/** The operating system's own audio: ALSA, Core Audio, WASAPI. A device is open while it is chosen. */
export function createWebAudioSystem(options: WebAudioOptions = {}): DeviceSystem {
  const { clock = createSystemClock(), load = loadWebAudio, cards = soundCards } = options;
  const timers = options.timers ?? createSystemTimers(clock);
  // One after the other: what was closed may hold its device for a moment.
  let gone = Promise.resolve();
  return {
    kind: 'web-audio',
    roles: { audioInput: true, audioOutput: true, midiInput: false, midiOutput: false },
    async open(shape, choice) {
      await gone;
      if (cards()?.length === 0) refuse('no sound card and no sound server was found');
      const library = await loaded(load);
      const lists = new DeviceLists(library, cards);
      await lists.read().catch((error: Error) => refuse(error.message));
      if (lists.inputs.size + lists.outputs.size === 0) refuse('no device was found');
      const devices = new WebAudioDevices(lists, clock, choice);
      await devices.start((wanted) => openWebAudio(library, wanted, shape, clock, timers));
      ({ gone } = devices);
      return devices;
    },
  };
}

async function loaded(load: () => Promise<WebAudioLibrary>): Promise<WebAudioLibrary> {
  try {
    return await load();
  } catch (error) {
    const message = `node-web-audio-api does not load on this machine (${(error as Error).message}): install the package anew, or connect through JACK`;
    throw new JamError('native-unavailable', message);
  }
}

function refuse(why: string): never {
  const message = `this machine has no audio of its own (${why}): plug a sound card in, or start JACK`;
  throw new JamError('no-such-device', message);
}
