import js from '@eslint/js';
import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// Pure UDP: nothing here opens a stream socket, not even to fetch a file. These are the ways to get one.
const streamModules = ['net', 'tls', 'http', 'https', 'http2'];
const streamPackages = [
  'ws',
  'undici',
  'axios',
  'got',
  'node-fetch',
  'cross-fetch',
  'socket.io',
  'socket.io-client',
];
const streamGlobals = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'WebTransport'];
const pureUdp = 'JAMNet is pure UDP: no TCP, no HTTP, no WebSocket. Use node:dgram.';
const bannedNames = [...streamModules, ...streamPackages].join('|').replaceAll('.', '\\.');
const bannedSource = `/^(node:)?(${bannedNames})(\\u002f.*)?$/`;
const globalObjects = ['globalThis', 'global', 'window', 'self'];

const pureUdpRules = {
  'no-restricted-imports': [
    'error',
    {
      paths: [...streamModules.flatMap((name) => [name, `node:${name}`]), ...streamPackages].map(
        (name) => ({ name, message: pureUdp }),
      ),
      patterns: [{ group: streamPackages.map((name) => `${name}/*`), message: pureUdp }],
    },
  ],
  'no-restricted-globals': ['error', ...streamGlobals.map((name) => ({ name, message: pureUdp }))],
  'no-restricted-properties': [
    'error',
    ...globalObjects.flatMap((object) =>
      streamGlobals.map((property) => ({ object, property, message: pureUdp })),
    ),
  ],
  'no-restricted-syntax': [
    'error',
    ...[
      `ImportExpression[source.value=${bannedSource}]`,
      `CallExpression[callee.name=/^(require|createRequire)$/][arguments.0.value=${bannedSource}]`,
      `CallExpression[callee.property.name="getBuiltinModule"][arguments.0.value=${bannedSource}]`,
      `TSImportEqualsDeclaration[moduleReference.expression.value=${bannedSource}]`,
    ].map((selector) => ({ selector, message: pureUdp })),
  ],
};

// An import only ever points to a lower floor; two packages on one floor do not know each other.
const floors = [0, 1, 2, 3, 4, 5, 6];
const floorTag = (floor) => `floor:${floor}`;
const everyTag = [...floors.map(floorTag), 'floor:testkit', 'floor:tool'];
const boundaries = (alsoAllowed, ignoredCircularDependencies = []) => [
  'error',
  {
    allowCircularSelfDependency: true,
    banTransitiveDependencies: false,
    ignoredCircularDependencies,
    depConstraints: [
      ...floors.map((floor) => ({
        sourceTag: floorTag(floor),
        onlyDependOnLibsWithTags: [
          ...floors.filter((other) => other < floor).map(floorTag),
          ...(floor === 6 ? ['floor:testkit'] : []),
          ...alsoAllowed,
        ],
      })),
      { sourceTag: 'floor:testkit', onlyDependOnLibsWithTags: [floorTag(0), ...alsoAllowed] },
      { sourceTag: 'floor:tool', onlyDependOnLibsWithTags: everyTag },
    ],
  },
];

// Without a project graph on disk the boundary rule would skip every file, with no more than a warning.
await createProjectGraphAsync({ exitOnError: true });

export default defineConfig(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/coverage/',
      '**/.nx/',
      '.jamnet/',
      '**/page-dist*/',
      '**/generated/',
      '**/*.generated.ts',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...pureUdpRules,
      'max-lines': ['error', { max: 500 }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-undef': 'off', // the compiler knows better
      'no-control-regex': 'off', // terminals speak in control characters
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/no-empty-object-type': [
        'error',
        { allowInterfaces: 'with-single-extends' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    // The one exception: a bench may open TCP on loopback, to show UDP beside it, in a file that says so in its name.
    files: ['**/bench/**/*tcp*'],
    rules: Object.fromEntries(Object.keys(pureUdpRules).map((rule) => [rule, 'off'])),
  },
  {
    files: ['{packages,apps}/*/src/**/*.ts', '{examples,tools/bench}/**/*.ts'],
    plugins: { '@nx': nx },
    rules: { '@nx/enforce-module-boundaries': boundaries([]) },
  },
  {
    files: ['{packages,apps}/*/{test,bench,scripts}/**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      // The tests of wire may use testkit, which itself stands on wire.
      '@nx/enforce-module-boundaries': boundaries(
        ['floor:testkit'],
        [['@jamnet/wire', '@jamnet/testkit']],
      ),
    },
  },
  {
    // A library says what it has to say through its interface.
    files: ['packages/*/src/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
);
