import { afterEach, describe, expect, it, vi } from 'vitest';
import { clockIdOf } from '../src/clock-id.js';
import { hostClockId } from '../src/index.js';

afterEach(() => {
  vi.doUnmock('node:fs');
  vi.doUnmock('node:os');
  vi.restoreAllMocks();
  vi.resetModules();
});

describe('the clock id', () => {
  it('is eight hexadecimal digits and stays', () => {
    expect(hostClockId()).toMatch(/^[0-9a-f]{8}$/);
    expect(hostClockId()).toBe(hostClockId());
  });

  it('is the CRC-32 of what names the boot, leading zeros kept', () => {
    expect(clockIdOf('123456789')).toBe('cbf43926');
    expect(clockIdOf('')).toBe('00000000');
  });

  it('is made of the boot id, trimmed', async () => {
    vi.doMock('node:fs', () => ({ readFileSync: () => '123456789\n' }));
    vi.resetModules();
    const { hostClockId: fresh } = await import('../src/clock-id.js');
    expect(fresh()).toBe('cbf43926');
  });

  it('is made of host name and boot time, to 10 s, where there is no boot id', async () => {
    vi.doMock('node:fs', () => ({
      readFileSync: () => {
        throw new Error('ENOENT');
      },
    }));
    vi.doMock('node:os', () => ({ hostname: () => 'studio', uptime: () => 3600.4 }));
    vi.spyOn(Date, 'now').mockReturnValue(1_700_003_601_000);
    vi.resetModules();
    const { hostClockId: fresh } = await import('../src/clock-id.js');
    expect(fresh()).toBe(clockIdOf('studio 170000000'));
  });
});
