import { afterEach, describe, expect, test, vi } from 'vitest';

/** A new copy of the module, which has not tried anything out yet, on a machine without root. */
async function withoutRoot() {
  vi.resetModules();
  vi.spyOn(process, 'getuid').mockReturnValue(1_000);
  return import('../../src/lan/available.js');
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe.runIf(process.platform === 'linux')('where no LAN can be made', () => {
  test('lanAvailable says why', async () => {
    const { lanAvailable } = await withoutRoot();
    expect(lanAvailable()).toEqual({ ok: false, reason: expect.stringContaining('root') });
  });

  test('requireLan says why too, so that tests can skip themselves', async () => {
    vi.stubEnv('JAMNET_REQUIRE_LAN', undefined);
    const { requireLan } = await withoutRoot();
    expect(requireLan()).toMatchObject({ ok: false });
  });

  test('requireLan throws where a LAN is required', async () => {
    vi.stubEnv('JAMNET_REQUIRE_LAN', '1');
    const { requireLan } = await withoutRoot();
    expect(() => requireLan()).toThrow(/JAMNET_REQUIRE_LAN=1.*root/);
  });
});
