// Little-endian reads at any byte of `bytes`. All bytes that are asked for must be there: a word is only looked at for a byte in it.

uint byteAt(uint at) { return (bytes[at >> 2] >> ((at & 3u) * 8u)) & 0xffu; }

uint wordAt(uint at) {
  uint shift = (at & 3u) * 8u;
  uint lower = bytes[at >> 2] >> shift;
  return shift == 0u ? lower : lower | (bytes[(at >> 2) + 1u] << (32u - shift));
}
