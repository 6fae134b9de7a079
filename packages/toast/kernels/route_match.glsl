// Whether a route wants a frame. A route is two words: its session, or ANY_SESSION; its stream type, and from bit 8 its message type,
// 256 for any. The session of a route that has ended is one that no frame has.

const uint ANY_SESSION = 0xffffffffu;
const uint ANY_TYPE = 256u;
const uint NEW = 0u;
const uint BLOCK = 256u;

bool wants(uint session, uint type, uint frame) {
  if (verdict[frame] != NEW) return false;
  if (session != ANY_SESSION && session != uint(outcome[frame])) return false;
  if (((descriptors[frame * 8u + 7u] >> 16) & 0x0fu) != (type & 0xffu)) return false;
  uint message = type >> 8;
  return message == ANY_TYPE || message == descriptors[frame * 8u + 6u] >> 24;
}
