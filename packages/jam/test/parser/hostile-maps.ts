import { Encoder } from '@msgpack/msgpack';
import fc from 'fast-check';
import { damage, harm } from './hostile-lines.js';

const encoder = new Encoder({ useBigInt64: true });

/** Values as no encoder of ours writes them: long forms, edges of numbers, and what is refused. */
const raw = [
  ...['cf001fffffffffffff', 'cf0020000000000000', 'cfffffffffffffffff', 'cf8000000000000000'],
  ...['d38000000000000000', 'd3ffe0000000000001', 'd3ffe0000000000000', 'd3ffffffffffffffff'],
  ...['d080', 'd18000', 'd280000000', 'cd0102', 'ceffffffff', 'cc00'],
  ...[
    'ca00000001',
    'ca807fffff',
    'ca7f800000',
    'ca7fc00000',
    'ca40490fdb',
    'ca80000000',
    'ca00000000',
  ],
  ...['cb7ff0000000000000', 'cb8000000000000000', 'cb3ff8000000000000', 'cbfff8000000000001'],
  ...['c1', 'd40101', 'c7010101', 'd8', 'c4020102', 'c50001ff', 'c60000000100', 'c4ff'],
  ...[
    'd90141',
    'a2c328',
    'a3e282ac',
    'da000141',
    'db0000000142',
    'dbffffffff',
    'a1ff',
    'a4f09f9880',
    'a3eda080',
  ],
  ...[
    'dc00020101',
    'dd0000000101',
    'ddffffffff',
    'de000101',
    'df00000000',
    'dfffffffff',
    'de0001a16101',
    '80',
    '90',
  ],
  ...['c0', 'c2', 'c3'],
].map((hex) => new Uint8Array(Buffer.from(hex, 'hex')));

const keys = [
  't',
  'n',
  'v',
  'ts',
  'seq',
  'zz',
  'abcdefgh',
  'é',
  '',
  'sixteen bytes...',
  'a name of more than 16 bytes',
];

const scalar: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.constantFrom(...raw),
  fc.integer().map((value) => encoder.encode(value)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => encoder.encode(value)),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => encoder.encode(value)),
  fc.constantFrom('n+', 'cc', 'xx', 'é', '\u{1f600}').map((value) => encoder.encode(value)),
  fc.string().map((value) => encoder.encode(value)),
);

const join = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const key = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...keys).map((name) => encoder.encode(name)) },
  { weight: 1, arbitrary: scalar },
);

function headOf(form: number, count: number): Uint8Array {
  if (form === 0) return Uint8Array.of(0x80 | count);
  return form === 1 ? Uint8Array.of(0xde, 0, count) : Uint8Array.of(0xdf, 0, 0, 0, count);
}

const { map } = fc.letrec<{ value: Uint8Array; map: Uint8Array }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    { weight: 6, arbitrary: scalar },
    { weight: 1, arbitrary: tie('map') },
    {
      weight: 1,
      arbitrary: fc
        .array(tie('value'), { maxLength: 3 })
        .map((all) => join([Uint8Array.of(0x90 | all.length), ...all])),
    },
    {
      weight: 1,
      arbitrary: fc
        .integer({ min: 0, max: 40 })
        .map((depth) => join([new Uint8Array(depth).fill(0x91), Uint8Array.of(1)])),
    },
  ),
  map: fc
    .tuple(fc.constantFrom(0, 0, 0, 1, 2), fc.array(fc.tuple(key, tie('value')), { maxLength: 6 }))
    .map(([form, fields]) => join([headOf(form, fields.length), ...fields.flat()])),
}));

/** The bytes of one record of MessagePack, or what became of it. */
export const hostileMap: fc.Arbitrary<Uint8Array> = fc
  .tuple(map, damage)
  .map(([bytes, harmed]) => harm(bytes, harmed));
