import { afterEach, describe, expect, it } from 'vitest';
import { createLinkRooms, type LinkRooms } from './link-rooms.js';

let rooms: LinkRooms;
afterEach(() => rooms.close());

describe('what a session cannot be told as Link says it', () => {
  async function connected(seed: number) {
    rooms = createLinkRooms(seed);
    const live = await rooms.player({ bpm: 120 });
    rooms.run(1);
    const host = await rooms.open();
    rooms.run(3);
    const connection = await rooms.connect(host);
    rooms.run(3);
    return { live, host, connection, transport: host.sync.transport };
  }

  it('is a start more than a minute ahead: it comes earlier, in phase', async () => {
    const { live, host, connection, transport } = await connected(1);
    live.link.setPlaying(true, live.now() + 70e9);
    rooms.run(1);
    expect(transport.pending().map(({ command }) => command)).toEqual(['PLAY']);
    rooms.run(56);
    expect(transport.score().run).toBe('playing');
    expect(Math.abs(rooms.apartUs(host, live))).toBeLessThan(150);
    live.link.setPlaying(false, live.now() + 1e15);
    rooms.run(12);
    expect(transport.score().run).toBe('stopped');
    expect(connection.stats().refused).toBe(0);
  });

  it('is a move of the phase beyond the last beat: it is counted, and Link moved back', async () => {
    const { live, host, connection, transport } = await connected(2);
    transport.play({ beat: 2 ** 23 - 2 });
    rooms.run(1.9);
    expect(transport.score().run).toBe('playing');
    live.link.forceBeatAtTime(live.beat() + 1.5, live.now());
    rooms.run(1);
    expect(connection.stats().refused).toBe(1);
    expect(connection.stats().toSession.moves).toBe(0);
    expect(Math.abs(rooms.apartUs(host, live))).toBeLessThan(150);
  });

  it('is a start that was due on a timeline that is no more', async () => {
    rooms = createLinkRooms(5);
    const older = await rooms.open({ startNs: 1000e9 });
    rooms.run(3);
    const younger = await rooms.open({ startNs: 5000e9 });
    const cut = (isDeaf: boolean): void => {
      for (const each of [older, younger]) rooms.room.cut(each, () => isDeaf);
    };
    cut(true);
    const live = await rooms.player({ bpm: 120 });
    rooms.run(3);
    const connection = await rooms.connect(younger);
    rooms.run(4);
    live.link.setPlaying(true, live.now());
    rooms.run(5);
    expect(younger.sync.transport.score().run).toBe('playing');
    older.sync.transport.play({ beat: 0 });
    rooms.run(1);
    cut(false);
    rooms.run(6);
    older.sync.transport.seek({ beat: 4 });
    rooms.run(2);
    expect(connection.stats().refused).toBe(0);
    expect(younger.sync.transport.score().run).toBe('playing');
    expect(Math.abs(rooms.apartUs(younger, live))).toBeLessThan(300);
  });

  it('is a move of the phase out of the loop that it plays: it goes on within', async () => {
    const { live, host, connection, transport } = await connected(9);
    transport.loop({ startBeat: 0, endBeat: 4 });
    rooms.run(0.5);
    transport.play({ beat: 0 });
    rooms.run(5);
    const beat = (): number => transport.positionNow().beat;
    for (let i = 0; i < 500 && !(beat() > 3.5 && beat() < 3.7); i++) rooms.run(0.02);
    live.link.forceBeatAtTime(live.beat() + 0.8, live.now());
    let most = 0;
    for (let i = 0; i < 100; i++) {
      rooms.run(0.1);
      most = Math.max(most, beat());
    }
    expect(most).toBeLessThan(4);
    expect(connection.stats().toSession.moves).toBe(1);
    expect(Math.abs(rooms.apartUs(host, live))).toBeLessThan(150);
  });
});
