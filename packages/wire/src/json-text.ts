const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Up to here joining characters is faster than a call of the decoder. */
const SHORT = 24;

/** The bytes from `start` to before `end` as a string. Allocates it. Bytes that are not UTF-8 become U+FFFD. */
export function spanText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT) return decoder.decode(bytes.subarray(start, end));
  let text = '';
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte >= 0x80) return decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}
