import { readdirSync, readlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  addonLinkFlags,
  buildDir,
  commonFlags,
  compileAll,
  link,
  nativeDir,
  nodeFlags,
} from '../../scripts/compile.mjs';
import { missingCompiler, nativeAddon } from '../need-native.js';
import { numbered, openDriver, openSocket, record, until } from './driver-rig.js';

const { reason } = nativeAddon();
const absent = reason ?? missingCompiler();

/** Numbers of the sockets of this process. */
function sockets(): number[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith('socket:') ? [Number(fd)] : [];
    } catch {
      return []; // that of the listing itself
    }
  });
}

describe.skipIf(absent !== undefined)('a socket with an error to report', () => {
  let connect: (fd: number, port: number) => number;

  beforeAll(async () => {
    const flags = [...commonFlags, ...nodeFlags(), '-O2', '-fPIC', '-fvisibility=hidden'];
    const out = join(buildDir, 'connect-socket.node');
    const source = join(nativeDir, 'test/addon/connect_socket.cc');
    await link(out, await compileAll([source], flags), addonLinkFlags);
    ({ connect } = createRequire(import.meta.url)(out) as { connect: typeof connect });
  });

  it.each(['loop', 'thread', 'busy'] as const)(
    'is counted once, says which it is, and goes on (%s)',
    async (receive) => {
      const driver = openDriver({ receive });
      const seen = record(driver);
      const peer = await openSocket(driver);
      const gone = await openSocket(driver);
      await gone.close();
      const before = sockets();
      const socket = await openSocket(driver);
      const [fd] = sockets().filter((each) => !before.includes(each));
      expect(connect(fd!, gone.port)).toBe(0);
      for (let round = 1; round <= 3; round++) {
        socket.target('127.0.0.1', gone.port).send(numbered(1), 0, 20, 0);
        await until(() => driver.stats().socketErrors === round);
      }
      expect(driver.stats().sendErrors).toBe(0);
      expect(driver.stats().lastError).toBe(
        `ECONNREFUSED: connection refused, on the socket of 127.0.0.1:${socket.port}`,
      );

      expect(connect(fd!, peer.port)).toBe(0);
      peer.target('127.0.0.1', socket.port).send(numbered(7), 0, 20, 0);
      await until(() => seen.length === 1);
      expect(seen[0]!.bytes).toEqual(numbered(7).subarray(0, 20));
      expect(driver.stats().socketErrors).toBe(3);
      await driver.close();
    },
  );
});
