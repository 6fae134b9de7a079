/**
 * `next`, in which every part that equals its counterpart in `previous` is that very object: who compares by identity then sees what
 * has changed. A value of JSON; neither is changed.
 */
export function shareUnchanged<Value>(previous: unknown, next: Value): Value {
  if (Object.is(previous, next)) return next;
  if (Array.isArray(next)) return Array.isArray(previous) ? shareList(previous, next) : next;
  if (!isRecord(next) || !isRecord(previous) || Array.isArray(previous)) return next;
  const names = Object.keys(next);
  let same = names.length === Object.keys(previous).length;
  const shared = names.map((name): [string, unknown] => {
    const value = shareUnchanged(previous[name], next[name]);
    same &&= Object.hasOwn(previous, name) && Object.is(value, previous[name]);
    return [name, value];
  });
  // Whatever its parts are called: `__proto__` is a name like any other in JSON.
  return (same ? previous : Object.fromEntries(shared)) as Value;
}

function shareList<Value>(previous: readonly unknown[], next: Value & unknown[]): Value {
  const shared = next.map((item, at) => shareUnchanged(previous[at], item));
  const same =
    shared.length === previous.length && shared.every((item, at) => Object.is(item, previous[at]));
  return (same ? previous : shared) as Value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
