import type { MidiByteSink } from '../../src/midi-clock/midi-byte-sink.js';

export interface SentMessage {
  readonly atNs: number;
  readonly bytes: readonly number[];
}

/** Keeps what a generator sends. */
export function keepMessages(): { readonly sent: SentMessage[]; readonly sink: MidiByteSink } {
  const sent: SentMessage[] = [];
  return { sent, sink: (atNs, bytes) => void sent.push({ atNs, bytes: [...bytes] }) };
}

/** The messages of a status byte. */
export function ofStatus(sent: readonly SentMessage[], status: number): SentMessage[] {
  return sent.filter(({ bytes }) => bytes[0] === status);
}

/** All but clocks, as `time in ms: hex bytes`. */
export function transportOf(sent: readonly SentMessage[]): string[] {
  return sent
    .filter(({ bytes }) => bytes[0] !== 0xf8)
    .map(({ atNs, bytes }) => {
      const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
      return `${Number((atNs / 1e6).toFixed(3))}: ${hex}`;
    });
}
