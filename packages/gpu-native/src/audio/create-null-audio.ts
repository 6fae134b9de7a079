import { type AudioPort, JamError, type NullAudioOptions } from '@jamnet/wire';
import type { AudioAddon, NullDevice } from './audio-addon.js';
import { checkOptions, type CheckedOptions } from './check-options.js';
import { type DeviceMemory, openAudioAddon, placeOf } from './device-memory.js';
import { DevicePort } from './device-port.js';
import { DeviceRecords } from './device-records.js';
import { DeviceVoices } from './device-voices.js';

/**
 * Opens an audio device that has no sound card: a thread of its own that, every `periodFrames` frames by the clock, takes what is to be
 * played out of `output` and puts what it recorded into `input`. For tests and benches, and for a program that is to run where no
 * device is.
 *
 * Throws JamError `native-unavailable` where the native part or its audio is missing or the arena has no room, and `bad-option`.
 */
export function createNullAudio(options: NullAudioOptions = {}): AudioPort {
  const checked = checkOptions(options);
  const { addon, memory } = openAudioAddon();
  return new NullAudio(addon, memory, checked);
}

class NullAudio extends DevicePort {
  readonly kind = 'null';
  readonly sampleRate: number;
  readonly periodFrames: number;
  readonly inputLatencyFrames = 0;
  readonly outputLatencyFrames = 0;
  readonly ended = false;
  readonly #device: NullDevice;

  constructor(addon: AudioAddon, memory: DeviceMemory, options: CheckedOptions) {
    super();
    const { source, sampleRate, periodFrames, ringFrames } = options;
    this.sampleRate = sampleRate;
    this.periodFrames = periodFrames;
    try {
      const records = memory.allocate(4 * addon.audioRecords.recordWords);
      const output = memory.audioRing(sampleRate, options.outputChannels, ringFrames);
      const input = memory.audioRing(sampleRate, options.inputChannels, ringFrames);
      const request = {
        sampleRate,
        periodFrames,
        startNs: options.startNs,
        priority: options.priority,
        spinUs: options.spinUs,
        records: placeOf(records),
        output: output?.place,
        input: input?.place,
        source: typeof source === 'string' ? source : ('loop' as const),
        loop: source instanceof Float32Array ? memory.samples(source) : undefined,
      };
      this.#device = new addon.NullAudio(request, () => this.afterPeriod());
      this.begin({
        memory,
        records: new DeviceRecords(records.bytes, addon.audioRecords),
        voices: new DeviceVoices(this.#device, memory, sampleRate, ringFrames),
        output: output?.ring,
        input: input?.ring,
      });
    } catch (error) {
      memory.free();
      if (error instanceof JamError) throw error;
      throw new JamError('native-unavailable', `no audio device: ${(error as Error).message}`);
    }
  }

  protected end(): void {
    this.#device.close();
  }
}
