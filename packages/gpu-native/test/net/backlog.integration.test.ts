import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createLan, requireLan } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { nativeAddon } from '../need-native.js';

const lanAvailability = requireLan();
const { reason } = nativeAddon();

describe.skipIf(!lanAvailability.ok || reason !== undefined)('a socket that takes no more', () => {
  it('keeps a thousand datagrams, refuses others, and sends what it kept when it can', async () => {
    await using lan = await createLan({ hosts: 1 });
    const script = fileURLToPath(new URL('./backlog-process.ts', import.meta.url));
    const child = lan
      .host(0)
      .spawn(process.execPath, ['--import', 'tsx', '--conditions=@jamnet/source', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    let output = '';
    child.stdout!.on('data', (text) => (output += text));
    await once(child, 'close');
    const { refused, full, drained, sentLarge, goesOn } = JSON.parse(output);
    expect(full.datagramsSent).toBeLessThan(100);
    expect(full.sendQueueFull).toBeGreaterThan(1500);
    expect(refused).toBeGreaterThan(1500);
    expect(refused).toBeLessThanOrEqual(full.sendQueueFull);
    expect(drained.datagramsSent).toBe(3000 - full.sendQueueFull);
    expect(drained.datagramsSent).toBeGreaterThan(1024);
    expect(drained).toMatchObject({ sendErrors: 0, socketErrors: 0 });
    expect(sentLarge.datagramsSent - drained.datagramsSent).toBe(20);
    expect(sentLarge.bytesSent - drained.bytesSent).toBe(100_000);
    expect(sentLarge).toMatchObject({ sendErrors: 0, socketErrors: 0 });
    expect(goesOn).toBe(true);
  });
});
