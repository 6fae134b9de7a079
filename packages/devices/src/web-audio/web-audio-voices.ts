import { type AudioRing, type AudioVoice, JamError } from '@jamnet/wire';
import { MOST_VOICES, type PortState, VoiceState } from './port-state.js';
import { sharedRing } from './shared-ring.js';

const MOST_CHANNELS = 64;
const MOST_GAIN = 4;

/** The voices of one device. A ring that is let go of is collected when the thread of the sound has let go of it as well. */
export class WebAudioVoices {
  readonly #state: PortState;
  readonly #send: (index: number, ring: SharedArrayBuffer) => void;

  constructor(state: PortState, send: (index: number, ring: SharedArrayBuffer) => void) {
    this.#state = state;
    this.#send = send;
  }

  add(channels: number, sampleRate: number, ringFrames: number): AudioVoice {
    if (!(Number.isInteger(channels) && channels >= 1 && channels <= MOST_CHANNELS)) {
      const message = `a voice of ${channels} channels: it must be a whole number from 1 to ${MOST_CHANNELS}`;
      throw new JamError('bad-option', message);
    }
    const { voices, gains, peaks } = this.#state;
    const index = voices.indexOf(VoiceState.gone);
    if (index < 0) {
      const message = `the audio device has no room for a voice beside ${MOST_VOICES}: close one`;
      throw new JamError('native-unavailable', message);
    }
    const { ring, buffer } = sharedRing(sampleRate, channels, ringFrames);
    gains[index] = 1;
    peaks[index] = 0;
    Atomics.store(voices, index, VoiceState.sounds);
    this.#send(index, buffer);
    return this.#voice(index, ring);
  }

  #voice(index: number, ring: AudioRing): AudioVoice {
    const { voices, gains, peaks } = this.#state;
    let open = true;
    return {
      ring,
      setGain: (gain) => {
        if (open) gains[index] = Math.min(MOST_GAIN, Math.max(0, gain || 0));
      },
      takePeak: () => {
        const peak = open ? peaks[index]! : 0;
        if (open) peaks[index] = 0;
        return peak;
      },
      close: () => {
        if (open) Atomics.store(voices, index, VoiceState.gone);
        open = false;
      },
    };
  }
}
