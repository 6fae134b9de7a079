import { useEffect, useState } from 'react';

/** Longer than a command takes to the engine and back. */
const HELD_MS = 800;

/**
 * What a control shows: the engine's value, and for the moment between a change and the engine's answer the changed one, so that a
 * slider does not jump back under the hand.
 */
export function useDraft<Value>(value: Value): [Value, (draft: Value) => void] {
  const [draft, setDraft] = useState<{ readonly value: Value } | null>(null);
  useEffect(() => {
    if (draft === null) return undefined;
    const timer = setTimeout(() => setDraft(null), HELD_MS);
    return () => clearTimeout(timer);
  }, [draft]);
  return [draft === null ? value : draft.value, (next) => setDraft({ value: next })];
}
