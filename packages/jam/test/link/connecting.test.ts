import { JamError } from '@jamnet/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { connectLink } from '../../src/link/connect-link.js';
import type { ConnectLinkOptions } from '../../src/link/options.js';
import { createLinkRooms, type LinkRooms } from './link-rooms.js';

let rooms: LinkRooms;
afterEach(() => rooms.close());

describe('connecting with Link', () => {
  it('refuses what makes no sense, and says what would do', async () => {
    rooms = createLinkRooms();
    const host = await rooms.open();
    const refusal = async (options: ConnectLinkOptions): Promise<string> => {
      const error: unknown = await rooms.connect(host, options).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(JamError);
      expect((error as JamError).code).toBe('bad-option');
      return (error as JamError).message;
    };
    expect(await refusal({ quantum: 0 })).toContain('quantum is 0');
    expect(await refusal({ quantum: 17 })).toContain('up to 16');
    expect(await refusal({ interfaces: ['eth0'] })).toContain('leave them out');
    expect(await refusal({ announce: [] })).toContain('announce');
    const bare = { session: host.session } as unknown as Parameters<typeof connectLink>[0];
    await expect(connectLink(bare)).rejects.toThrow("layers: ['sync']");
  });

  it('ends with the session, which goes on without it', async () => {
    rooms = createLinkRooms();
    const host = await rooms.open();
    const first = await rooms.connect(host);
    await first.close();
    await first.close();
    expect(first.active).toBe(false);
    host.sync.transport.tempo(77);
    rooms.run(1);
    expect(first.link.bpm).toBe(120);
    const second = await rooms.connect(host);
    expect(second.link.bpm).toBe(77);
    await host.session.close();
    expect(second.active).toBe(false);
    expect(() => second.link.setTempo(100, 0)).toThrow(JamError);
  });

  it('is refused by a session that is closed already, which leaves nothing on Link', async () => {
    rooms = createLinkRooms();
    const live = await rooms.player();
    const host = await rooms.open();
    rooms.run(1);
    const closing = host.session.close();
    await expect(rooms.connect(host)).rejects.toMatchObject({ code: 'closed' });
    await closing;
    await expect(rooms.connect(host)).rejects.toMatchObject({ code: 'closed' });
    rooms.run(2);
    expect(live.link.peers).toBe(0);
  });

  it('is left to a peer that says the same Link session, and to nobody who says something else', async () => {
    rooms = createLinkRooms();
    const hosts = [await rooms.open(), await rooms.open()];
    rooms.run(3);
    const [low, high] = hosts.toSorted((x, y) => x.toast.senderId - y.toast.senderId);
    const connection = await rooms.connect(high);
    const say = (line: string): void => {
      low.session.setHeartbeatLine('lk', new TextEncoder().encode(line));
      rooms.run(0.5);
    };
    const { sessionId } = connection.link;
    const others = ['{"t":"lk"}', '{"t":"lk","s":7}', `{"t":"lk","s":"${'0'.repeat(16)}"}`];
    for (const line of [...others, `{"t":"lk","s":"${sessionId}`]) {
      say(line);
      expect(connection.active).toBe(true);
    }
    say(`{"t":"lk","s":"${sessionId}","later":[1]}`);
    expect(connection.active).toBe(false);
    low.session.setHeartbeatLine('lk', null);
    rooms.run(9);
    expect(connection.active).toBe(true);
  });
});
