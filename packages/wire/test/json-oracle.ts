/**
 * What a line should read as, told by `JSON.parse` and `TextDecoder` instead of the scanner: the independent side of the
 * reader's property tests.
 */
export interface Expected {
  /** Top-level values by key. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Top-level values as they are written. */
  readonly texts: ReadonlyMap<string, string>;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/gu;
const MAX_DEPTH = 32;

/** The line (without its line feed) as it should be read; undefined where it should be refused. */
export function expectedLine(line: Uint8Array, keys: readonly string[]): Expected | undefined {
  let text: string;
  let values: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
    values = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return undefined;

  const texts = new Map<string, string>();
  let depth = 0;
  let key: string | undefined;
  let written = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (depth === 1 && token === ':') {
      key = JSON.parse(written) as string;
      if (texts.has(key) && keys.includes(key)) return undefined;
      written = '';
      continue;
    }
    const closes = token === '}' || token === ']';
    if (depth === 1 && (token === ',' || closes)) {
      if (key !== undefined) texts.set(key, written);
      key = undefined;
      written = '';
      if (closes) depth--;
      continue;
    }
    if (token === '{' || token === '[') depth++;
    if (depth > MAX_DEPTH) return undefined;
    if (closes) depth--;
    if (depth > 1 || closes || key !== undefined || token.startsWith('"')) written += token;
  }
  return { values: values as Record<string, unknown>, texts };
}
