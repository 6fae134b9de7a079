import type { FrameKind } from '../../src/index.js';

export const AHEAD_FRAMES = 96;

/** What a frame holds in a channel: its position can be told by it, and by the sign whether it was predicted. */
export function valueOf(position: number, channel: number, kind: FrameKind): number {
  const value = 1 + ((position * 8 + channel) % 8_000_000);
  return kind === 'predicted' ? -value : value;
}

export function fillFrames(
  samples: Float32Array,
  position: number,
  frames: number,
  channels: number,
  kind: FrameKind,
): void {
  for (let frame = 0; frame < frames; frame += 1) {
    for (let channel = 0; channel < channels; channel += 1)
      samples[frame * channels + channel] = valueOf(position + frame, channel, kind);
  }
}
