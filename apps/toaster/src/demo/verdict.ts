import type { JmidEvent } from '@jamnet/schemas';

/** What came of comparing all that was sent with all that was heard. */
export interface Verdict {
  readonly sent: number;
  /** Events that were heard exactly as often as they were sent. */
  readonly deliveredOnce: number;
  readonly lost: number;
  /** Heard again. */
  readonly repeated: number;
  /** Heard, and nobody sent it. */
  readonly invented: number;
  /** Laid out by their own times the events stand in the order in which they were sent. */
  readonly inOrder: boolean;
  /** What was heard is what was played. */
  readonly equal: boolean;
}

/** `sent` in the order of sending; `heard` sorted by their own times and sequences. */
export function compareEvents(sent: readonly JmidEvent[], heard: readonly JmidEvent[]): Verdict {
  const sentKeys = sent.map(contentKey);
  const heardKeys = heard.map(contentKey);
  const expected = countKeys(sentKeys);
  const found = countKeys(heardKeys);
  let lost = 0;
  let repeated = 0;
  let invented = 0;
  for (const [key, times] of expected) lost += Math.max(0, times - (found.get(key) ?? 0));
  for (const [key, times] of found) {
    const extra = Math.max(0, times - (expected.get(key) ?? 0));
    if (expected.has(key)) repeated += extra;
    else invented += extra;
  }
  const complete = lost + repeated + invented === 0;
  const inOrder = complete && sentKeys.every((key, at) => key === heardKeys[at]);
  return {
    sent: sent.length,
    deliveredOnce: sent.length - lost,
    lost,
    repeated,
    invented,
    inOrder,
    equal: complete && inOrder,
  };
}

/** Everything that an event says, its time included; not its number, which the sender's list does not have. */
function contentKey(event: JmidEvent): string {
  const fields = Object.entries(event)
    .filter(
      ([name, value]) =>
        name !== 'sequence' && name !== 'version' && !(name === 'group' && value === 1),
    )
    .map(([name, value]): [string, unknown] => [name, name === 'timestamp' ? Number(value) : value])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(fields);
}

function countKeys(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
