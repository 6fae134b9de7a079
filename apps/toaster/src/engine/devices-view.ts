import type { DeviceState, LiveDevices } from '@jamnet/devices';
import type { DeviceChoice, JamState } from './jam-state.js';

export type DevicesView = Pick<JamState, 'audioIn' | 'audioOut' | 'midiIn' | 'midiOut' | 'audio'>;

export function viewDevices(devices: LiveDevices): DevicesView {
  const { audioInput, audioOutput, midiInput, midiOutput } = devices.state();
  const { audio } = devices;
  return {
    audioIn: view(audioInput),
    audioOut: view(audioOutput),
    midiIn: view(midiInput),
    midiOut: view(midiOutput),
    audio:
      audio === undefined
        ? null
        : {
            sampleRate: audio.sampleRate,
            periodFrames: audio.periodFrames,
            xruns: audio.stats().xruns,
          },
  };
}

function view({ available, chosen, works, problem }: DeviceState): DeviceChoice {
  return { available, chosen, open: works, problem };
}
