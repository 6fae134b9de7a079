import type { SRC } from '@alexanderolsen/libsamplerate-js/dist/src.js';

/** Converts a rate without a gap, for as long as it is fed: libsamplerate, compiled to WebAssembly. */
export interface RateConverter {
  /** Input frames on either side of an output frame that have a part in it. */
  readonly reach: number;
  /**
   * Takes interleaved input and writes what can be told by now to `out`: the output at time t once the input up to t + reach is there; the first one is at
   * the time of the first input frame. Returns the frames written. Does not allocate.
   */
  convert(input: Float32Array, out: Float32Array): number;
  close(): void;
}

/** Output frames that one side of the filter covers where the rate goes up, by libsamplerate's medium and fast sinc; measured. */
const MEDIUM_REACH = 48;
const FAST_REACH = 22;
/** More channels take the fast one: 80 % of the band instead of 90, a third of the time. */
const MEDIUM_CHANNELS = 2;

/** One each, taken when a rate changes, since making one takes tens of milliseconds and cannot be waited for. */
const spares: { medium: SRC | undefined; fast: SRC | undefined } = {
  medium: undefined,
  fast: undefined,
};
let preparing: Promise<void> | undefined;

/** Resolves when converters are there to be taken, or cannot be had: WebAssembly may be forbidden. The first call loads the library. Never rejects. */
export function prepareConverters(): Promise<void> {
  preparing ??= fillSpares()
    .catch(() => undefined)
    .finally(() => (preparing = undefined));
  return preparing;
}

async function fillSpares(): Promise<void> {
  const module = await import('@alexanderolsen/libsamplerate-js');
  // It is CommonJS, which loaders hand over in two ways.
  const { create, ConverterType } = module.default ?? module;
  spares.medium ??= await create(1, 48_000, 48_000, {
    converterType: ConverterType.SRC_SINC_MEDIUM_QUALITY,
  });
  spares.fast ??= await create(1, 48_000, 48_000, {
    converterType: ConverterType.SRC_SINC_FASTEST,
  });
}

/** Undefined while none is prepared: then one is being made, and asking again later helps. */
export function takeConverter(
  channels: number,
  fromRate: number,
  toRate: number,
): RateConverter | undefined {
  const quality = channels <= MEDIUM_CHANNELS ? 'medium' : 'fast';
  const library = spares[quality];
  spares[quality] = undefined;
  void prepareConverters();
  if (library === undefined) return undefined;
  library.nChannels = channels;
  library.outputSampleRate = toRate;
  // Setting anything begins anew, so that what it converted before has no part in what follows.
  library.inputSampleRate = fromRate;
  const length = { frames: 0 };
  const reach = quality === 'medium' ? MEDIUM_REACH : FAST_REACH;
  return {
    reach: Math.ceil(reach * Math.max(1, fromRate / toRate)),
    convert(input, out) {
      library.full(input, out, length);
      return length.frames;
    },
    close: () => library.destroy(),
  };
}
