import type { JamMessage, JdatMessage, JellieMessage } from '@jamnet/schemas';
import { Status } from '@jamnet/wire';
import { AudioMessageType, integersOf, isCountable, type AudioRecord } from './audio-record.js';

/**
 * Puts a message that was read the long way into a record: 0, or its status; `unknownType` for one of another type, and
 * `outOfRange` for a time, or numbers of frames, that a Number does not hold exactly. Members of the future have no place in a record and are left out.
 */
export function fillRecord(
  message: JamMessage | number,
  type: string,
  record: AudioRecord,
): number {
  if (typeof message === 'number') return message;
  if (message.type !== type) return Status.unknownType;
  const audio = message as JdatMessage | JellieMessage;
  if (typeof audio.timestamp !== 'number') return Status.outOfRange;
  record.sampleRate = audio.rate;
  record.channels = audio.channels ?? 1;
  record.frames = audio.frames;
  record.part = audio.type === 'jellie' ? audio.part : 0;
  record.position = audio.position;
  record.nextRate = audio.next?.[0] ?? 0;
  record.nextPosition = audio.next?.[1] ?? 0;
  record.timestampUs = audio.timestamp;
  record.sequence = audio.type === 'jellie' ? audio.sequence : 0;
  if (!isCountable(record)) return Status.outOfRange;
  record.samples.set(audio.payload);
  record.start = 0;
  return 0;
}

/** The message of a record, for forms that have no fast writer. Allocates. */
export function messageOf(record: AudioRecord): JdatMessage | JellieMessage {
  const { channels, frames, position, samples, start } = record;
  const rate = record.sampleRate as JdatMessage['rate'];
  const payload = Array.from(samples.subarray(start, start + integersOf(record)));
  const next: JdatMessage['next'] =
    record.nextRate === 0
      ? undefined
      : [record.nextRate as JdatMessage['rate'], record.nextPosition];
  const announced = next === undefined ? {} : { next };
  const timestamp = record.timestampUs;
  if (record.messageType !== AudioMessageType.jellie) {
    return { type: 'jdat', rate, channels, frames, position, ...announced, payload, timestamp };
  }
  return {
    type: 'jellie',
    // Several channels are of the minor version that brought them.
    ...(channels > 1 ? { version: 'jamnet/1.1' } : {}),
    rate,
    channels,
    frames,
    part: record.part,
    position,
    ...announced,
    payload,
    timestamp,
    sequence: record.sequence,
  };
}
