/** Every reason for which a JAMNet library refuses something. Closed: a new reason is a new word here. */
export type JamErrorCode =
  | 'bad-option'
  | 'bad-topic'
  | 'closed'
  | 'device-lost'
  | 'file-unreadable'
  | 'malformed-message'
  | 'multicast-impossible'
  | 'native-unavailable'
  | 'no-such-device'
  | 'no-such-interface'
  | 'not-a-midi-file'
  | 'not-a-wave-file'
  | 'not-permitted'
  | 'port-in-use'
  | 'timed-out'
  | 'too-large'
  | 'unknown-namespace'
  | 'unsupported-version';

/**
 * The one error class. The message says what happened, with which value, and what to do.
 * Thrown for wrong calls and impossible set-ups only: what arrives from the network is a status and a counter.
 */
export class JamError extends Error {
  readonly code: JamErrorCode;

  constructor(code: JamErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'JamError';
    this.code = code;
  }
}
