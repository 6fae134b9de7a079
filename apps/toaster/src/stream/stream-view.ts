import type { AudioSenderStats } from '@jamnet/jdat';
import type { JamPeer } from '../jam.js';
import type { AudioForm } from './form.js';

/** What is known of a stream that is being sent, for a picture of it. */
export interface StreamView {
  readonly topic: string;
  readonly file: string;
  readonly form: AudioForm;
  readonly sampleRate: number;
  readonly channels: number;
  /** Sent so far, all rounds of a loop together. */
  readonly frames: number;
  /** Of the file. */
  readonly fileFrames: number;
  readonly loop: boolean;
  /** Peaks of late, dB of full scale, one a channel. */
  readonly levels: readonly number[];
  readonly sent: AudioSenderStats | null;
  readonly peers: readonly JamPeer[];
}
