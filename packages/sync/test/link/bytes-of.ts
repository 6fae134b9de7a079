/** Bytes from hexadecimal digits, spaces ignored. */
export function bytesOf(...hex: readonly string[]): Uint8Array {
  const digits = hex.join('').replaceAll(/\s/gu, '');
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}
