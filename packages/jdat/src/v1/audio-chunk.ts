/** What the samples of a stream are. */
export interface AudioFormat {
  /** Frames a second: 44,100, 48,000, 96,000 or 192,000. */
  readonly sampleRate: number;
  /** 1 to 8. */
  readonly channels: number;
}

/** Some whole frames of one stream, side by side in time. Decoders fill one and use it again. */
export interface AudioChunk {
  sampleRate: number;
  channels: number;
  /** Number of the first frame in its stream, 0 to 2^53 − 1, counted at `sampleRate`. */
  position: number;
  /** When the first frame was played, microseconds on the sender's timeline; the frame of TOAST says it in nanoseconds. */
  timestampUs: number;
  frames: number;
  /** 24-bit integers, −8,388,608 to 8,388,607, interleaved; the first `frames * channels` count. */
  samples: Int32Array;
  /** Rate that is announced to follow this one; 0 or absent for none. */
  nextRate?: number;
  /** Position of the first frame at that rate, counted at that rate. */
  nextPosition?: number;
}
