/** What the streams of a batch of repairs have in common. */
export interface RepairShape {
  /** Frames of the stretch of play-out, 1-512. */
  readonly frames: number;
  readonly channels: number;
  /** Chunks that a stream can have in a run. */
  readonly chunks: number;
  /** Received frames that a stream has room for in a run. */
  readonly receivedFrames: number;
  /** Frames over which real ones take over from predicted ones after a gap; 0 for none. */
  readonly fadeFrames: number;
}

/** Words of a chunk in {@link RepairColumns}. */
export const CHUNK_WORDS = 3;

/** Rows of a batch of repairs: one a stream, one stream after the other. */
export interface RepairColumns {
  /**
   * For each chunk in order of arrival: its position less that of the stretch (may be negative), its first frame among the received ones,
   * its frames; 0 frames for no chunk. Copies and any order are as good; of two chunks for one frame the first counts. A chunk that goes
   * beyond the received frames that there is room for counts for none.
   */
  readonly chunks: Int32Array;
  /** 24-bit integers, interleaved. */
  readonly received: Int32Array;
  /** What to play where nothing was received, and what real frames take over from; interleaved, full scale is 1. */
  readonly predicted: Float32Array;
  /** Real frames since the last missing one, up to `fadeFrames + 1`; the next stretch of the stream goes on from it. */
  readonly sinceGap: Uint32Array;
  /** What to play: interleaved, full scale is 1. */
  readonly pcm: Float32Array;
  /** For each frame 1 where it was received and 0 where it was not. */
  readonly mask: Uint32Array;
}

const STEP = 2 ** -23;
const { fround } = Math;

/** How much of a real frame counts that many real frames after a gap, for each of them. */
export function fadeStep(fadeFrames: number): number {
  return fround(1 / (fadeFrames + 1));
}

/**
 * What the `pcm_repair` kernel computes, and the path without a device: streams `from` to before `to`. Rounded to 32 bits after each step, so
 * that both are equal to the last bit, subnormal numbers aside.
 */
export function repairStreams(
  shape: RepairShape,
  columns: RepairColumns,
  from: number,
  to: number,
): void {
  const { frames, channels, receivedFrames, fadeFrames } = shape;
  const { received, predicted, sinceGap, pcm, mask } = columns;
  const step = fadeStep(fadeFrames);
  const places = new Int32Array(frames);
  for (let stream = from; stream < to; stream++) {
    findPlaces(shape, columns.chunks, stream, places);
    let since = Math.min(sinceGap[stream]!, fadeFrames);
    for (let f = 0; f < frames; f++) {
      const place = places[f]!;
      const at = (stream * frames + f) * channels;
      since = place < 0 ? 0 : since + 1;
      mask[stream * frames + f] = place < 0 ? 0 : 1;
      for (let c = 0; c < channels; c++) {
        const guess = predicted[at + c]!;
        if (place < 0) {
          pcm[at + c] = guess;
          continue;
        }
        const real = received[(stream * receivedFrames + place) * channels + c]! * STEP;
        const weight = fround(since * step);
        const part = fround(fround(real - guess) * weight);
        pcm[at + c] = since > fadeFrames ? real : guess + part;
      }
    }
    sinceGap[stream] = Math.min(since, fadeFrames + 1);
  }
}

/** Where each frame of a stretch is among those that its stream received; −1 for a missing one. */
function findPlaces(
  { frames, chunks: count, receivedFrames }: RepairShape,
  chunks: Int32Array,
  stream: number,
  places: Int32Array,
): void {
  places.fill(-1);
  for (let i = 0; i < count; i++) {
    const at = (stream * count + i) * CHUNK_WORDS;
    const begin = chunks[at]!;
    const first = chunks[at + 1]!;
    const length = chunks[at + 2]!;
    if (first < 0 || length < 0 || first + length > receivedFrames) continue;
    const end = Math.min(frames, begin + length);
    for (let f = Math.max(0, begin); f < end; f++) {
      if (places[f]! < 0) places[f] = first + f - begin;
    }
  }
}
