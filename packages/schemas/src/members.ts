/** A message whose members are not known yet. */
export type Members = Record<string, unknown>;

/** Whether a value is a JSON object: not an array, not null, not bytes. */
export function isMembers(value: unknown): value is Members {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value)
  );
}
