/**
 * Takes one MIDI message with the time on the timeline at which its first byte is due, in nanoseconds and parts of them. Times never fall
 * from one call to the next; messages of one time go out in the order of the calls. `bytes` is borrowed until the call returns.
 */
export type MidiByteSink = (atNs: number, bytes: Uint8Array) => void;
