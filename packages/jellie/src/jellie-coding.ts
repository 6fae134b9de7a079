import { type AudioCoding, AudioMessageType } from '@jamnet/jdat';
import { createJellieDecoder, type JellieDecoder } from './jellie-decoder.js';
import { createJellieEncoder } from './jellie-encoder.js';

/** A coding of jdat whose decoders count as well. */
export interface JellieCoding extends AudioCoding {
  createDecoder(): JellieDecoder;
}

/**
 * JELLIE as a coding of jdat: each chunk goes out as four messages, even samples, odd samples and two mixtures of both. Any two of them give
 * all samples back exactly, any one gives the half-rate signal with an estimate of what is between.
 */
export const jellieCoding: JellieCoding = {
  name: 'jellie',
  messageType: AudioMessageType.jellie,
  createEncoder: createJellieEncoder,
  createDecoder: createJellieDecoder,
};
