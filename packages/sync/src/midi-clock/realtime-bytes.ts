/** Status bytes of MIDI 1.0 that carry time: Detailed Specification 4.2, System Common and System Real Time. */
export const SONG_POSITION = 0xf2;
export const CLOCK = 0xf8;
export const START = 0xfa;
export const CONTINUE = 0xfb;
export const STOP = 0xfc;
export const SYSTEM_RESET = 0xff;

export const CLOCKS_PER_BEAT = 24;
/** Song position counts sixteenth notes, six clocks each. */
export const CLOCKS_PER_SIXTEENTH = 6;
/** Song position has 14 bits: 1,024 bars of 4/4. */
export const LAST_SONG_POSITION = 0x3fff;
