import { canonicalTopic } from '@jamnet/toast';
import { JamError } from '@jamnet/wire';
import type { RoutedStream } from './stream-message.js';

/** Which streams a subscriber wants. */
export interface StreamSelector {
  /** A topic, or the beginning of topics with `*` behind it: `midi://band/*`, `midi://*`, `*`. */
  readonly topic: string;
  /** @default any */
  readonly senderId?: number;
  /** 0-255. @default any */
  readonly streamId?: number;
}

/** A selector that has been checked, in the form in which streams are held against it. */
export interface StreamMatcher {
  /** The one topic that it names; undefined where it names a beginning. */
  readonly topic: string | undefined;
  matches(stream: RoutedStream): boolean;
}

/** Throws JamError `bad-topic`, `bad-option`. */
export function createStreamMatcher(selector: StreamSelector | string): StreamMatcher {
  const wanted: StreamSelector = typeof selector === 'string' ? { topic: selector } : selector;
  const { senderId, streamId } = wanted;
  checkStreamIds(senderId, streamId);
  const prefix = topicPrefix(wanted.topic);
  const topic = prefix === undefined ? canonicalTopic(wanted.topic) : undefined;
  return {
    topic,
    matches: (stream) =>
      (topic === undefined ? stream.topic.startsWith(prefix ?? '') : stream.topic === topic) &&
      (senderId === undefined || stream.senderId === senderId) &&
      (streamId === undefined || stream.streamId === streamId),
  };
}

/** The canonical beginning that a pattern names; undefined where it names one topic. */
function topicPrefix(topic: string): string | undefined {
  if (!topic.endsWith('*')) return undefined;
  if (topic === '*') return '';
  try {
    // A beginning alone may be no topic; with a letter behind it is one.
    return canonicalTopic(`${topic.slice(0, -1)}x`).slice(0, -1);
  } catch (cause) {
    throw new JamError(
      'bad-topic',
      `no topic begins as '${topic}' does: write midi://band/* or midi://*, or * for all`,
      { cause },
    );
  }
}

/** Throws JamError `bad-option`. */
export function checkStreamIds(senderId: number | undefined, streamId: number | undefined): void {
  checkId('senderId', senderId, 2 ** 32 - 1);
  checkId('streamId', streamId, 255);
}

function checkId(name: string, id: number | undefined, most: number): void {
  if (id === undefined || (Number.isInteger(id) && id >= 0 && id <= most)) return;
  throw new JamError('bad-option', `${name} is ${id}: it may be an integer from 0 to ${most}`);
}
