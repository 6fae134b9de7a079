// Numbers of 64 bits in two words, the low one first: not every device has them. All of it modulo 2^64.

uvec2 add64(uvec2 a, uvec2 b) {
  uint carry;
  uint low = uaddCarry(a.x, b.x, carry);
  return uvec2(low, a.y + b.y + carry);
}

uvec2 sub64(uvec2 a, uvec2 b) {
  uint borrow;
  uint low = usubBorrow(a.x, b.x, borrow);
  return uvec2(low, a.y - b.y - borrow);
}

uvec2 negate64(uvec2 a) { return sub64(uvec2(0u), a); }

bool less64(uvec2 a, uvec2 b) { return a.y < b.y || (a.y == b.y && a.x < b.x); }

bool lessSigned64(uvec2 a, uvec2 b) {
  return int(a.y) < int(b.y) || (a.y == b.y && a.x < b.x);
}

// a * b / 2^56, to the nearest, halves up; both unsigned. Bits from 64 up are lost.
uvec2 share56(uvec2 a, uvec2 b) {
  uint high00, low00, high01, low01, high10, low10, high11, low11;
  umulExtended(a.x, b.x, high00, low00);
  umulExtended(a.x, b.y, high01, low01);
  umulExtended(a.y, b.x, high10, low10);
  umulExtended(a.y, b.y, high11, low11);
  uint carryA, carryB, carryC;
  uint word1 = uaddCarry(high00, low01, carryA);
  word1 = uaddCarry(word1, low10, carryB);
  word1 = uaddCarry(word1, 1u << 23, carryC);
  uint over = carryA + carryB + carryC;
  uint word2 = uaddCarry(high01, high10, carryA);
  word2 = uaddCarry(word2, low11, carryB);
  word2 = uaddCarry(word2, over, carryC);
  uint word3 = high11 + carryA + carryB + carryC;
  return uvec2((word1 >> 24) | (word2 << 8), (word2 >> 24) | (word3 << 8));
}

// a modulo m, both unsigned, m from 1 to 2^63 - 1.
uvec2 rest64(uvec2 a, uvec2 m) {
  uvec2 rest = uvec2(0u);
  for (int bit = 63; bit >= 0; bit--) {
    uint next = bit < 32 ? a.x >> uint(bit) : a.y >> uint(bit - 32);
    rest = uvec2((rest.x << 1) | (next & 1u), (rest.y << 1) | (rest.x >> 31));
    if (!less64(rest, m)) rest = sub64(rest, m);
  }
  return rest;
}
