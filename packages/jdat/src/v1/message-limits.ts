import { MAX_PAYLOAD_BYTES } from '@jamnet/toast';
import { JamError } from '@jamnet/wire';
import type { AudioFormat } from './audio-chunk.js';
import { audioFormOf, type AudioForm } from './audio-forms.js';
import {
  AudioMessageType,
  createAudioRecord,
  isSampleRate,
  type AudioRecord,
} from './audio-record.js';

/** Most frames of a message, whatever would fit. */
export const MAX_FRAMES = 512;

/**
 * The form of a format type, for streams of `format`. Throws JamError `bad-option` for a format that no stream has, or a form that
 * there is not. For encoders of an `AudioCoding`.
 */
export function checkAudioForm(format: AudioFormat, formatType: number): AudioForm {
  const { sampleRate, channels } = format;
  if (!isSampleRate(sampleRate)) {
    throw new JamError(
      'bad-option',
      `sampleRate is ${sampleRate}; give 44100, 48000, 96000 or 192000`,
    );
  }
  if (!(Number.isInteger(channels) && channels >= 1 && channels <= 8)) {
    throw new JamError('bad-option', `channels is ${channels}; give 1 to 8`);
  }
  const form = audioFormOf(formatType);
  if (form !== undefined) return form;
  throw new JamError('bad-option', `formatType is ${formatType}; give one of FormatType`);
}

function integersThatFit(form: AudioForm, messageType: number, part: number): number {
  const longest: AudioRecord = {
    ...createAudioRecord(messageType),
    channels: 8,
    part,
    sampleRate: 192_000,
    position: Number.MAX_SAFE_INTEGER,
    nextRate: 192_000,
    nextPosition: Number.MAX_SAFE_INTEGER,
    timestampUs: Number.MAX_SAFE_INTEGER,
    sequence: messageType === AudioMessageType.jellie ? 0xffff_ffff : 0,
  };
  return Math.floor((MAX_PAYLOAD_BYTES - form.overhead(longest)) / form.longestInteger(longest));
}

/**
 * Frames of a stream of `channels` channels whose message fits a datagram whatever their values, at most 512: of a `jdat`, or that the four parts
 * of a JELLIE frame give together, an even number. Allocates: for options, not for packets.
 */
export function maxFramesOf(form: AudioForm, messageType: number, channels: number): number {
  if (messageType !== AudioMessageType.jellie) {
    return Math.min(Math.floor(integersThatFit(form, messageType, 0) / channels), MAX_FRAMES);
  }
  const pairs = Math.floor(integersThatFit(form, messageType, 3) / channels);
  return Math.min(2 * pairs, MAX_FRAMES);
}
