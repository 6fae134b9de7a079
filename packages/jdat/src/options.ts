import type { Session } from '@jamnet/toast';
import type { AudioCoding } from './coding.js';
import type { AudioReceiveOptions } from './receive-options.js';
import type { AudioSendOptions } from './send-options.js';

export interface JdatOptions {
  /** The session to play in; it stays the caller's to close. */
  readonly session: Session;
  /** Ways to write audio that are known beside plain PCM: JELLIE where it is installed. @default none */
  readonly codings?: readonly AudioCoding[];
  /** What is sent and how. @default nothing: one who only listens */
  readonly send?: AudioSendOptions;
  /** How what others send is received and played; false to hear nothing. @default as each option says */
  readonly receive?: AudioReceiveOptions | false;
}
