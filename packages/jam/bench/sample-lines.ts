/** Lines as a player's notes and controllers make them, about 57 bytes each. The same for the same count. */
export function sampleLines(count: number): string[] {
  let seed = 1;
  const below = (limit: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  return Array.from({ length: count }, (_, at) => {
    const tail = `"c":${1 + below(16)},"ts":${123_456_789 + at * 137},"seq":${4211 + at}}`;
    switch (below(4)) {
      case 0:
        return `{"t":"n-","n":${below(128)},"v":0,${tail}`;
      case 1:
        return `{"t":"cc","cc":${below(120)},"val":${below(128)},${tail}`;
      default:
        return `{"t":"n+","n":${below(128)},"v":${1 + below(127)},${tail}`;
    }
  });
}
