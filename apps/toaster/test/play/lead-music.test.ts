import { createTransport } from '@jamnet/sync';
import { describe, expect, it } from 'vitest';
import { runPlay, type PlayFlags } from '../../src/commands/play.js';
import type { Jam } from '../../src/jam.js';
import { createSong } from '../../src/play/song.js';
import { createFakeContext } from '../support/fake-context.js';

const FLAGS: PlayFlags = { topic: 'midi://test', speed: 1, lateMs: 50, statsEveryMs: 1_000 };
const SONG = createSong('a long note', [
  { atUs: 0, event: { type: 'note_on', channel: 1, note: 60, velocity: 80 } },
  { atUs: 9_000_000, event: { type: 'note_off', channel: 1, note: 60, velocity: 0 } },
]);

/** `toaster play --timeline`, alone on a timeline that is the process's own clock. */
function createStage() {
  const context = createFakeContext({ json: true });
  const { clock } = context;
  const transport = createTransport({ clock, peer: 1, random: () => 0 });
  const timeline = {
    nowNs: () => clock.nowNs(),
    toOwn: (ns: number) => ns,
    peers: () => [],
    epoch: { founder: 1 },
    state: 'locked',
  };
  const sync = { timeline, transport } as unknown as NonNullable<Jam['sync']>;
  const jam: Jam = Object.assign(Object.create(context.jam) as Jam, { sync });
  const done = runPlay(SONG, FLAGS, { ...context, openJam: () => Promise.resolve(jam) });
  return { context, transport, done };
}

describe('a song that leads the music', () => {
  it('is no longer played by anybody, whenever it is interrupted', async () => {
    const left = new Set<string>();
    for (let atMs = 0; atMs < 4_000; atMs += 50) {
      const { context, transport, done } = createStage();
      await context.time.runAsync(1e9 + atMs * 1e6);
      context.requestStop();
      await context.time.runAsync(9e9);
      await done;
      expect(`${transport.score().run} at ${atMs} ms`).toBe(`stopped at ${atMs} ms`);
      left.add(transport.log.commands.map(({ command }) => command).join(' '));
    }
    expect([...left]).toEqual(['', 'PLAY STOP']);
  });
});
