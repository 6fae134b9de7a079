import { createSystemClock, createSystemTimers, JamError } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { createDgramPort } from '../../src/dgram/dgram-port.js';

const clock = createSystemClock();
const timers = createSystemTimers(clock);

describe('unicastPort', () => {
  it('is the port that is announced, and is refused while another holds it', async () => {
    const options = { clock, timers, interfaces: ['127.0.0.1'], families: [4] as const };
    const free = await createDgramPort(options);
    const { port } = free.endpoints()[0];
    await free.close();
    const fixed = await createDgramPort({ ...options, unicastPort: port });
    expect(fixed.endpoints().map((each) => each.port)).toEqual([port]);
    const second = createDgramPort({ ...options, unicastPort: port });
    await expect(second).rejects.toMatchObject({ code: 'port-in-use' });
    await fixed.close();
  });

  it('is refused outside 0-65535', async () => {
    await expect(createDgramPort({ clock, timers, unicastPort: 70000 })).rejects.toThrow(JamError);
  });
});
