import { ESLint } from 'eslint';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const pureUdp = /pure UDP/;

let eslint: ESLint;

beforeAll(async () => {
  eslint = new ESLint({ cwd: root });
  await eslint.lintText('', { filePath: `${root}eslint.config.js` });
}, 60_000);

async function complaints(code: string, path: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: root + path });
  return (result?.messages ?? [])
    .map(({ message }) => message)
    .filter((text) => pureUdp.test(text));
}

const waysToAStreamSocket = [
  `import net from 'net';`,
  `import type { AddressInfo } from 'node:net'; export type { AddressInfo };`,
  `import { connect } from 'node:tls'; connect();`,
  `import 'http';`,
  `import 'node:https';`,
  `export * from 'node:http2';`,
  `import WebSocketClient from 'ws'; new WebSocketClient();`,
  `import 'undici/index.js';`,
  `await import('node:net');`,
  `require('net');`,
  `process.getBuiltinModule('node:net');`,
  `await fetch('x');`,
  `await globalThis.fetch('x');`,
  `new WebSocket('x');`,
  `new EventSource('x');`,
];

const everywhere = [
  'packages/wire/src/a.ts',
  'packages/toast/test/a.test.ts',
  'apps/toaster/src/a.ts',
  'tools/bench/src/a.ts',
  'tools/repo/a.mjs',
];

describe('the lint rule that keeps JAMNet pure UDP', () => {
  test.each(waysToAStreamSocket)('refuses %s', async (code) => {
    expect(await complaints(code, 'packages/wire/src/a.ts')).toHaveLength(1);
  });

  test.each(everywhere)('holds in %s', async (path) => {
    expect(await complaints(`import 'node:net';`, path)).toHaveLength(1);
  });

  test('accepts node:dgram', async () => {
    expect(await complaints(`import 'node:dgram';`, 'packages/toast/src/a.ts')).toEqual([]);
  });

  test('lets a bench that says so in its name open TCP for comparison', async () => {
    expect(await complaints(`import 'node:net';`, 'tools/bench/src/tcp-beside-udp.ts')).toEqual([]);
  });
});
