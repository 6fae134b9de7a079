import type { Addon } from '../addon.js';

/** A range of the arena: offset and length in bytes. */
export type Place = readonly [offset: number, bytes: number];

export interface NullDeviceRequest {
  readonly sampleRate: number;
  readonly periodFrames: number;
  readonly startNs: number;
  readonly priority: number;
  readonly spinUs: number;
  readonly records: Place;
  readonly output: Place | undefined;
  readonly input: Place | undefined;
  readonly source: 'silence' | 'counter' | 'playback' | 'loop';
  readonly loop: Place | undefined;
}

export interface NullDevice {
  /** Returns when the device's thread has ended. */
  close(): void;
}

/** What `native/binding/linux/null_audio.cc` exports. */
export interface AudioAddon extends Addon {
  readonly NullAudio: {
    /** 32-bit words of the records; the histogram begins at `histogramAt`, with a microsecond a word for `histogramLinear` words. */
    readonly recordWords: number;
    readonly histogramAt: number;
    readonly histogramLinear: number;
    /** Throws where the rings do not fit or the system has no room. */
    new (request: NullDeviceRequest, afterPeriod: () => void): NullDevice;
  };
}
