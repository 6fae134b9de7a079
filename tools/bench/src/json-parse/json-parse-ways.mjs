/** What ran must have had an effect, or the compiler may leave it out. */
let sink = 0;

/**
 * The ways that JSON.parse can read lines, each as a name and a function that reads all of them once:
 *
 * - from the bytes, as a kernel gets them: to text, into lines, each parsed;
 * - from texts that someone has already made of the bytes;
 * - all lines joined to one array beforehand: the least that it can do, and one bad line loses all.
 *
 * @param {Buffer} bytes lines of ASCII, each with its line feed
 * @returns {[string, () => number][]}
 */
export function jsonParseWays(bytes) {
  const texts = bytes.latin1Slice(0, bytes.length).trimEnd().split('\n');
  const array = `[${texts.join(',')}]`;
  return [
    ['JSON.parse, from bytes', () => fromBytes(bytes)],
    ['JSON.parse, from lines of text', () => fromTexts(texts)],
    ['JSON.parse, all as one array', () => JSON.parse(array).length],
  ];
}

function fromBytes(bytes) {
  const text = bytes.latin1Slice(0, bytes.length);
  let count = 0;
  for (let at = 0; at < text.length; count++) {
    const end = text.indexOf('\n', at);
    sink += JSON.parse(text.slice(at, end)).c ?? 0;
    at = end + 1;
  }
  return count + (sink & 0);
}

function fromTexts(texts) {
  for (const text of texts) sink += JSON.parse(text).c ?? 0;
  return texts.length;
}
