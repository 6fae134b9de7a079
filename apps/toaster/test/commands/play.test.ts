import { describe, expect, it } from 'vitest';
import { runPlay, type PlayFlags } from '../../src/commands/play.js';
import { ExitCode } from '../../src/exit-code.js';
import { createSong } from '../../src/play/song.js';
import { createFakeContext } from '../support/fake-context.js';
import { PLAYER } from '../support/fake-jam.js';

const FLAGS: PlayFlags = { topic: 'midi://test', speed: 1, lateMs: 50, statsEveryMs: 1_000 };
const SONG = createSong('two notes', [
  { atUs: 0, event: { type: 'note_on', channel: 1, note: 60, velocity: 80 } },
  { atUs: 2_000_000, event: { type: 'note_off', channel: 1, note: 60, velocity: 0 } },
]);

describe('toaster play', () => {
  it('plays, drains, says goodbye and sums up', async () => {
    const context = createFakeContext({ json: true });
    const done = runPlay(SONG, FLAGS, context);
    await context.time.runAsync(10e9);
    expect(await done).toBe(ExitCode.done);
    expect(context.jam.calls).toEqual(['drain', 'close']);
    const [first, ...rest] = context.lines();
    expect(first).toMatchObject({
      playing: {
        name: 'two notes',
        events: 2,
        durationMs: 2_000,
        lowestNote: 60,
        endpoints: ['192.0.2.1:5004'],
      },
    });
    expect(rest.filter((line) => 'sent' in line)).toHaveLength(2);
    expect(rest.filter((line) => 'stats' in line).length).toBeGreaterThanOrEqual(3);
    expect(rest.at(-1)).toEqual({
      summary: {
        events: { sent: 2 },
        onTime: 2,
        late: 0,
        droppedLate: 0,
        lost: 0,
        duplicates: 0,
        corrupt: 0,
        latencyUs: null,
        sentAfterDueUs: { p50: 0, p99: 0, max: 0 },
      },
    });
  });

  it('leaves nothing running behind', async () => {
    const context = createFakeContext({ json: true });
    const done = runPlay(SONG, FLAGS, context);
    await context.time.runAsync(10e9);
    await done;
    expect(context.time.pending).toBe(0);
  });

  it('told to stop releases what sounds, and still drains and says goodbye', async () => {
    const context = createFakeContext({ json: false });
    const done = runPlay(SONG, FLAGS, context);
    await context.time.runAsync(2e9);
    context.requestStop();
    await context.time.runAsync(2.1e9);
    expect(await done).toBe(ExitCode.done);
    expect(context.jam.sentEvents.map(({ type, timestamp }) => [type, timestamp])).toEqual([
      ['note_on', 1_800_000],
      ['note_off', 2_000_000],
    ]);
    expect(context.jam.calls).toEqual(['drain', 'close']);
    expect(context.stdout()).toContain('2 events sent: 2 on time, 0 late');
  });

  it('told to stop before the first note plays none', async () => {
    const context = createFakeContext({ json: true });
    context.requestStop();
    const done = runPlay(SONG, { ...FLAGS, waitForListenerMs: 60_000 }, context);
    await context.time.runAsync(2e9);
    expect(await done).toBe(ExitCode.done);
    expect(context.jam.sentEvents).toEqual([]);
  });

  it('waits for a listener, and begins soon after one is there', async () => {
    const context = createFakeContext({ json: true });
    const done = runPlay(SONG, { ...FLAGS, waitForListenerMs: 60_000 }, context);
    await context.time.runAsync(20e9);
    expect(context.jam.sentEvents).toEqual([]);
    context.jam.tellPeer({ ...PLAYER, name: 'listener', receiveOnly: true });
    await context.time.runAsync(21e9);
    expect(context.jam.sentEvents).toHaveLength(1);
    await context.time.runAsync(30e9);
    expect(await done).toBe(ExitCode.done);
    expect(context.stderr()).not.toContain('nobody');
  });

  it('does not take another player, or someone who has said nothing yet, for a listener', async () => {
    const context = createFakeContext({ json: true });
    const done = runPlay(SONG, { ...FLAGS, waitForListenerMs: 60_000 }, context);
    context.jam.tellPeer(PLAYER);
    context.jam.tellPeer({ ...PLAYER, senderId: 2, name: '', receiveOnly: true, sameClock: null });
    await context.time.runAsync(20e9);
    expect(context.jam.sentEvents).toEqual([]);
    context.requestStop();
    await context.time.runAsync(21e9);
    await done;
  });

  it('says where it is reached to those who connect by hand', async () => {
    const context = createFakeContext({ json: false });
    const song = createSong('one', SONG.events.slice(0, 1));
    const done = runPlay(song, { ...FLAGS, peers: ['192.0.2.9:5004'] }, context);
    await context.time.runAsync(30e9);
    await done;
    expect(context.stderr()).toBe(
      'playing one on midi://test: 1 event in 0:00; reach me at 192.0.2.1:5004\nby the simulated port\n',
    );
  });

  it('plays all the same when nobody comes, and says so', async () => {
    const context = createFakeContext({ json: true });
    const done = runPlay(SONG, { ...FLAGS, waitForListenerMs: 3_000 }, context);
    await context.time.runAsync(30e9);
    expect(await done).toBe(ExitCode.done);
    expect(context.jam.sentEvents).toHaveLength(2);
    expect(context.stderr()).toContain('nobody is listening on midi://test after 3 s');
  });

  it('fails when the network took less than was played', async () => {
    const context = createFakeContext({ json: true });
    context.jam.refuse(Infinity);
    const done = runPlay(SONG, FLAGS, context);
    await context.time.runAsync(30e9);
    expect(await done).toBe(ExitCode.failed);
    expect(context.lines().at(-1)).toMatchObject({ summary: { events: { sent: 0 }, lost: 2 } });
  });

  it('leaves the room when something goes wrong', async () => {
    const context = createFakeContext({ json: true });
    context.jam.drain = () => Promise.reject(new Error('broken'));
    const done = runPlay(SONG, FLAGS, context);
    const failure = expect(done).rejects.toThrow('broken');
    await context.time.runAsync(30e9);
    await failure;
    expect(context.jam.calls).toEqual(['close']);
  });
});
