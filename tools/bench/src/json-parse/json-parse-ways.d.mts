/** See json-parse-ways.mjs. */
export function jsonParseWays(bytes: Buffer): [string, () => number][];
