/** Where things stand in a binary message of AUDIO (spec/jdat/v1, section 4). Little-endian, in bytes. */
export const AudioBinary = {
  /** u16: the whole message. */
  LENGTH: 0,
  /** u8: {@link BinaryKind}. */
  KIND: 2,
  /** u8 */
  FLAGS: 3,
  /** u32: major × 100,000 + minor. */
  VERSION: 4,
  /** u64 */
  POSITION: 8,
  /** u64, µs. */
  TIMESTAMP: 16,
  /** u32 */
  RATE: 24,
  /** u16 */
  FRAMES: 28,
  /** u8 */
  CHANNELS: 30,
  /** u8: 0 in `jdat`. */
  PART: 31,
  /** `jellie` has its sequence after them, a u32. */
  HEADER_BYTES: 32,
  SEQUENCE_BYTES: 4,
  /** Then, with {@link FLAG_NEXT}, the rate that follows (u32) and its first position (u64). */
  NEXT_BYTES: 12,
  FLAG_NEXT: 1,
  VERSION_1_0: 100_000,
  VERSION_1_1: 100_001,
} as const;

/** What a binary message is (spec/registry, "Binary kinds"). */
export const BinaryKind = { jdat: 1, jellie: 2 } as const;
