// Bytes one by one. The word that was read last is held: most reads hit it.

uint lastWord;
uint heldIndex = 0xffffffffu;
uint held = 0u;

uint byteAt(uint at) {
  uint index = min(at >> 2, lastWord);
  if (index != heldIndex) {
    held = words[index];
    heldIndex = index;
  }
  return (held >> ((at & 3u) << 3)) & 0xffu;
}
