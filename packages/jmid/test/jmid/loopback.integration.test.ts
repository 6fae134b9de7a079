import { afterEach, expect, test } from 'vitest';
import { type RemotePlayer, startPlayer } from '../support/remote-player.js';
import { randomSong } from '../support/song.js';

const started: RemotePlayer[] = [];
const start = (): RemotePlayer => {
  const player = startPlayer();
  started.push(player);
  return player;
};
afterEach(() => {
  for (const player of started.splice(0)) player.kill('SIGKILL');
});

/** One topic a run, so that runs on one machine do not meet. */
const topic = (name: string): string => `midi://test-${process.pid}-${name}`;
const onLo = (name: string) => ({ name, interfaces: ['lo'] });

// The default takes the native port where it is; a room may have ports of both kinds in it.
test.each([
  ['', ['auto', 'auto']],
  [' on node:dgram', ['off', 'off']],
  [', one of them on node:dgram', ['auto', 'off']],
] as const)(
  'two processes on loopback%s find each other within a second, and 500 events go both ways once',
  async (_how, native) => {
    const [one, two] = [start(), start()];
    await Promise.all([
      one.open({ topic: topic('both'), toast: { ...onLo('one'), native: native[0] }, jmid: {} }),
      two.open({
        topic: topic('both'),
        toast: { ...onLo('two'), native: native[1] },
        jmid: { form: 'msgpack' },
      }),
    ]);
    const songs = [randomSong(250, 200, 1), randomSong(250, 200, 2)];
    expect(await Promise.all([one.play(songs[0]), two.play(songs[1])])).toEqual([0, 0]);
    const [atOne, atTwo] = [await one.report(), await two.report()];

    const bothOpenNs = Math.max(atOne.openNs, atTwo.openNs);
    expect((atOne.foundNs['two'] - bothOpenNs) / 1e6).toBeLessThan(1000);
    expect((atTwo.foundNs['one'] - bothOpenNs) / 1e6).toBeLessThan(1000);
    for (const [report, song] of [
      [atTwo, songs[0]],
      [atOne, songs[1]],
    ] as const) {
      const heard = report.heard.filter(({ synthesised }) => !synthesised);
      expect(heard.map(({ event }) => event.sequence)).toEqual(song.map((_, i) => i + 1));
      for (const [i, { event }] of heard.entries()) expect(event).toMatchObject(song[i].event);
      expect(report.stats).toMatchObject({ sent: 500, received: 500, missing: 0, malformed: 0 });
      // The clock is the host's, so this is the true one-way time, once a heartbeat has said so.
      const known = heard.slice(-300).map(({ lateUs }) => lateUs ?? -1);
      expect(Math.min(...known)).toBeGreaterThanOrEqual(0);
    }
    expect(await one.close()).toBe(0);
    expect(await two.close()).toBe(0);
  },
);

test('what a killed process holds is released', async () => {
  const [listener, player] = [start(), start()];
  await listener.open({ topic: topic('kill'), toast: onLo('listener'), jmid: { send: false } });
  await player.open({ topic: topic('kill'), toast: onLo('player'), jmid: {} });
  const event = { type: 'note_on', channel: 1, note: 60, velocity: 1 } as const;
  await player.play([{ atMs: 0, event }]);
  player.kill('SIGKILL');
  const deadline = Date.now() + 10_000;
  let { heard } = await listener.report();
  while (heard.length < 2 && Date.now() < deadline) ({ heard } = await listener.report());
  expect(heard.map(({ event: { type }, synthesised }) => [type, synthesised])).toEqual([
    ['note_on', false],
    ['note_off', true],
  ]);
  expect(await listener.close()).toBe(0);
});
