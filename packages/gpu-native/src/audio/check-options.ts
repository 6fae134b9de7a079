import { JamError, type NullAudioOptions } from '@jamnet/wire';

export type CheckedOptions = Required<NullAudioOptions>;

const DEFAULTS: CheckedOptions = {
  sampleRate: 48_000,
  periodFrames: 64,
  outputChannels: 2,
  inputChannels: 0,
  ringFrames: 16_384,
  source: 'silence',
  startNs: 0,
  priority: 20,
  spinUs: 0,
};

const RANGES = [
  ['sampleRate', 1, 768_000],
  ['periodFrames', 1, 8_192],
  ['outputChannels', 0, 64],
  ['inputChannels', 0, 64],
  ['ringFrames', 1, 4_194_304],
  ['startNs', 0, Number.MAX_SAFE_INTEGER],
  ['priority', 0, 99],
  ['spinUs', 0, 1_000],
] as const;

/** The options of a device with what was left out; one with MIDI needs no channels. Throws a JamError `bad-option`. */
export function checkOptions(options: NullAudioOptions, midi = false): CheckedOptions {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const checked = { ...DEFAULTS, ...Object.fromEntries(given) } as CheckedOptions;
  for (const [name, least, most] of RANGES) {
    const value = checked[name];
    if (!(Number.isInteger(value) && value >= least && value <= most)) {
      refuse(`${name} is ${value}; it must be a whole number from ${least} to ${most}`);
    }
  }
  const { source, inputChannels, outputChannels, ringFrames, periodFrames } = checked;
  if (inputChannels + outputChannels === 0 && !midi)
    refuse('a device without channels does nothing');
  if (ringFrames < 2 * periodFrames) {
    refuse(`ringFrames is ${ringFrames}; two periods of ${periodFrames} frames must fit`);
  }
  if (source === 'playback' && inputChannels !== outputChannels) {
    refuse(`source 'playback' needs as many inputChannels as outputChannels`);
  }
  if (source instanceof Float32Array) {
    if (inputChannels === 0 || source.length === 0 || source.length % inputChannels !== 0) {
      refuse(
        `source has ${source.length} samples; it must be whole frames of ${inputChannels} channels`,
      );
    }
  } else if (!['silence', 'counter', 'playback'].includes(source)) {
    refuse(`source is ${String(source)}; it must be silence, counter, playback or samples`);
  }
  return checked;
}

function refuse(message: string): never {
  throw new JamError('bad-option', message);
}
