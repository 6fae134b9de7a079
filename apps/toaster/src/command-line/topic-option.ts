import { canonicalTopic } from '@jamnet/toast';
import { InvalidArgumentError } from 'commander';

/** What is played on topics of each scheme. */
const PLAYED = {
  midi: 'MIDI is played on topics like midi://jam.',
  audio: 'Audio is played on topics like audio://main.',
} as const;

export type TopicScheme = keyof typeof PLAYED;

/** Reads a topic of that scheme; refuses all others. */
export function parseTopic(scheme: TopicScheme): (text: string) => string {
  return (text) => {
    let topic: string;
    try {
      topic = canonicalTopic(text);
    } catch (error) {
      throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
    }
    if (!topic.startsWith(`${scheme}://`)) throw new InvalidArgumentError(PLAYED[scheme]);
    return topic;
  };
}
