import { type AudioRing, type AudioVoice, JamError } from '@jamnet/wire';
import type { VoiceCalls } from './audio-addon.js';
import type { DeviceMemory } from './device-memory.js';

const MOST_CHANNELS = 64;
const MOST_GAIN = 4;

/** The voices of one device. */
export class DeviceVoices {
  readonly #calls: VoiceCalls;
  readonly #memory: DeviceMemory;
  readonly #sampleRate: number;
  readonly #ringFrames: number;
  /** Removed, and perhaps still in the hands of the device's thread. */
  readonly #leaving = new Set<{ readonly index: number; free(): void }>();
  #closed = false;

  constructor(calls: VoiceCalls, memory: DeviceMemory, sampleRate: number, ringFrames: number) {
    this.#calls = calls;
    this.#memory = memory;
    this.#sampleRate = sampleRate;
    this.#ringFrames = ringFrames;
  }

  add(channels: number, deviceChannels: number): AudioVoice {
    if (this.#closed) throw new JamError('closed', 'the audio device is closed: open it again');
    if (!(Number.isInteger(channels) && channels >= 1 && channels <= MOST_CHANNELS)) {
      const message = `a voice of ${channels} channels: it must be a whole number from 1 to ${MOST_CHANNELS}`;
      throw new JamError('bad-option', message);
    }
    if (deviceChannels === 0) {
      throw new JamError('bad-option', 'the device plays nothing: give it outputChannels');
    }
    this.sweep();
    const placed = this.#memory.audioRing(this.#sampleRate, channels, this.#ringFrames)!;
    const index = this.#calls.addVoice(placed.place);
    if (index < 0) {
      placed.free();
      throw new JamError(
        'native-unavailable',
        'the audio device has no room for another voice: close one',
      );
    }
    return this.#voice(index, placed.ring, () => placed.free());
  }

  #voice(index: number, ring: AudioRing, free: () => void): AudioVoice {
    let open = true;
    return {
      ring,
      setGain: (gain) => {
        if (open && !this.#closed) {
          this.#calls.setGain(index, Math.min(MOST_GAIN, Math.max(0, gain || 0)));
        }
      },
      takePeak: () => (open && !this.#closed ? this.#calls.takePeak(index) : 0),
      close: () => {
        if (!open || this.#closed) return;
        open = false;
        this.#calls.removeVoice(index);
        this.#leaving.add({ index, free });
      },
    };
  }

  /** Gives back what the device's thread has let go of. Cheap where there is nothing. */
  sweep(): void {
    for (const voice of this.#leaving) {
      if (!this.#calls.voiceIdle(voice.index)) continue;
      this.#leaving.delete(voice);
      voice.free();
    }
  }

  /** The device has ended. */
  close(): void {
    this.#closed = true;
  }
}
