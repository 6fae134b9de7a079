/** Calls `close` once the signal is aborted. Returns what ends that, so that a long-lived signal keeps nothing alive. */
export function closeOnAbort(
  signal: AbortSignal | undefined,
  close: () => Promise<void>,
): () => void {
  if (signal === undefined) return () => {};
  const listener = (): void => void close();
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}
