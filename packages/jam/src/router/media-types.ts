import { StreamType } from '@jamnet/toast';

/** What is published of a session: everything but what keeps it together. */
export const MEDIA_TYPES: readonly number[] = [
  StreamType.MIDI,
  StreamType.AUDIO,
  StreamType.VIDEO,
  StreamType.SYNC,
  StreamType.TRANSPORT,
];
