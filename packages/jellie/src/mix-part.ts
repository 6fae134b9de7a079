import { jelliePairs } from '@jamnet/schemas';
import { EVEN_WEIGHT, ODD_WEIGHT } from './parts.js';

/**
 * Writes part 0-3 of `frames` interleaved frames from frame `from` of `samples` on into `out`, interleaved as they are: value
 * `pair * channels + channel`. An odd sample that is missing at the end counts as 0. Returns how many values there are. Does not allocate.
 */
export function mixPart(
  part: number,
  samples: Int32Array,
  from: number,
  frames: number,
  channels: number,
  out: Int32Array,
): number {
  const even = EVEN_WEIGHT[part]!;
  const odd = ODD_WEIGHT[part]!;
  const values = jelliePairs(frames, part) * channels;
  const end = (from + frames) * channels;
  for (let at = from * channels, i = 0; i < values; at += 2 * channels) {
    for (let c = 0; c < channels; c++, i++) {
      const second = at + channels + c;
      out[i] = even * samples[at + c]! + (second < end ? odd * samples[second]! : 0);
    }
  }
  return values;
}
