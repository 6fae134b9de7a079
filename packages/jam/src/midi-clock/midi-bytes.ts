/** Status bytes that carry time: MIDI 1.0 Detailed Specification 4.2. */
export const SYSEX = 0xf0;
export const QUARTER_FRAME = 0xf1;
export const SONG_POSITION = 0xf2;
export const CLOCK = 0xf8;
export const START = 0xfa;
export const CONTINUE = 0xfb;
export const STOP = 0xfc;
