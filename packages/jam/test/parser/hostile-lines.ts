import fc from 'fast-check';

/** Pieces of lines that are right, nearly right and wrong, for tests of every reader of lines. */

const keys = [
  't',
  'n',
  'v',
  'ts',
  'seq',
  'val',
  'zz',
  'ver',
  'part',
  'abcdefg',
  'abcdefgh',
  'é',
  '',
];
const escapedKeys = ['\\u0074', '\\u006e', 'n\\n', '\\ud83d\\ude00', '\\ud800', '\\x'];

const numbers = [
  ...[
    '0',
    '-0',
    '1',
    '60',
    '-1',
    '127',
    '-8192',
    '123456789',
    '1234567890123456',
    '12345678901234567',
  ],
  ...['9007199254740991', '9007199254740992', '-9007199254740991', '-9007199254740992'],
  ...['9223372036854775807', '9223372036854775808', '-9223372036854775808', '-9223372036854775809'],
  ...['18446744073709551615', '18446744073709551616', '123456789012345678901234567890'],
  ...[
    '1.5',
    '-0.0',
    '0.000123',
    '1e22',
    '1e23',
    '1e-22',
    '1e-23',
    '9007199254740991e22',
    '9007199254740993.0',
  ],
  ...['1e400', '-1e400', '0e400', '0.1e1000000000000000000', '1E+5', '1e-05', '5e-324'],
  ...[
    '01',
    '-01',
    '00',
    '-',
    '-00',
    '+1',
    '.5',
    '1.',
    '1.e5',
    '1e',
    '1e+',
    '0x1',
    'NaN',
    'Infinity',
  ],
];

const strings = [
  ...[
    '""',
    '"n+"',
    '"n-"',
    '"cc"',
    '"xx"',
    '"2n+"',
    '"exactly14bytes"',
    '"fifteen bytes.."',
    '"sixteen bytes..."',
  ],
  ...[
    '"a string that is longer than any window"',
    '"é"',
    '"\u{1f600}"',
    '"\\u00e9"',
    '"n\\u002b"',
    '"\\n"',
  ],
  ...[
    '"\\ud800"',
    '"\\ud83d\\ude00"',
    '"\\u12g4"',
    '"\\x"',
    '"a\u0001b"',
    '"a\u0000b"',
    '"\x7f"',
    '"open',
    '"\\"',
    '"a\\"b"',
  ],
];

const words = ['true', 'false', 'null', 'tru', 'falsee', 'nul', 'True', 'undefined'];
const spaces = ['', '', '', '', '', ' ', '\t', '\r', '  ', '\n', '\u000b', '\u00a0', '\ufeff'];

/** Every value of the lists, for tests that leave nothing to chance. */
export const edgeValues: readonly string[] = [...numbers, ...strings, ...words];
export const edgeKeys: readonly string[] = [...keys, ...escapedKeys];

const space = fc.constantFrom(...spaces);

const scalar = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...numbers) },
  { weight: 2, arbitrary: fc.integer().map(String) },
  { weight: 2, arbitrary: fc.double().map((value) => String(value)) },
  { weight: 3, arbitrary: fc.constantFrom(...strings) },
  { weight: 1, arbitrary: fc.string().map((text) => JSON.stringify(text)) },
  { weight: 2, arbitrary: fc.constantFrom(...words) },
);

const { value } = fc.letrec<{ value: string; field: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 5, arbitrary: scalar },
    {
      weight: 1,
      arbitrary: fc.array(tie('value'), { maxLength: 3 }).map((all) => `[${all.join(',')}]`),
    },
    {
      weight: 1,
      arbitrary: fc.array(tie('field'), { maxLength: 3 }).map((all) => `{${all.join(',')}}`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: -1, max: 1 }))
        .map(([depth, more]) => '['.repeat(depth) + ']'.repeat(Math.max(0, depth + more))),
    },
  ),
  field: fc
    .tuple(fc.constantFrom(...keys, ...escapedKeys), tie('value'))
    .map(([key, inner]) => `"${key}":${inner}`),
}));

const looseField = fc
  .tuple(space, fc.constantFrom(...keys, ...keys, ...escapedKeys), space, value, space)
  .map(([a, key, b, inner, c]) => `${a}"${key}"${b}:${inner}${c}`);

const looseLine = fc
  .tuple(space, fc.array(looseField, { maxLength: 6 }), space)
  .map(([a, fields, b]) => `${a}{${fields.join(',')}}${b}`);

const eventLine = fc
  .record({
    t: fc.constantFrom('n+', 'n-', 'cc', 'pb', 'xx'),
    n: fc.integer({ min: -200, max: 200 }),
    ts: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    seq: fc.nat(),
  })
  .map((event) => JSON.stringify(event));

const confetti = fc
  .array(fc.constantFrom(...'{}[]",:0123456789-+.eE tfnu\\\t\r\n', 'true', 'null', '"n":1'), {
    maxLength: 40,
  })
  .map((pieces) => pieces.join(''));

export interface Damage {
  readonly kind: 'none' | 'cut' | 'replace' | 'insert';
  readonly at: number;
  readonly byte: number;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('none', 'none', 'none', 'cut', 'replace', 'insert'),
  at: fc.nat(),
  byte: fc.oneof(
    fc.integer({ min: 0, max: 255 }),
    fc.constantFrom(
      0x00,
      0x0a,
      0x0d,
      0x22,
      0x5c,
      0x7b,
      0x7d,
      0x2c,
      0xc0,
      0xe0,
      0xed,
      0xf4,
      0x90,
      0xa0,
    ),
  ),
});

export function harm(whole: Uint8Array, { kind, at, byte }: Damage): Uint8Array {
  const place = at % (whole.length + 1);
  switch (kind) {
    case 'none':
      return whole;
    case 'cut':
      return whole.slice(0, place);
    case 'replace':
      return Uint8Array.from(whole, (old, index) => (index === place ? byte : old));
    case 'insert':
      return Uint8Array.from([...whole.slice(0, place), byte, ...whole.slice(place)]);
  }
}

/** The bytes of one record: a line, or what became of it. It may hold a line feed, which is then a mistake. */
export const hostileLine: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: eventLine },
      { weight: 6, arbitrary: looseLine },
      { weight: 1, arbitrary: confetti },
    ),
    damage,
  )
  .map(([text, harmed]) => harm(new Uint8Array(Buffer.from(text)), harmed));

export { damage };
