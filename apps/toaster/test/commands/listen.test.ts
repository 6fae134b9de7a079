import type { JmidEvent } from '@jamnet/schemas';
import { describe, expect, it } from 'vitest';
import { runListen, type ListenFlags } from '../../src/commands/listen.js';
import { ExitCode } from '../../src/exit-code.js';
import type { RecordingFile } from '../../src/listen/recording-file.js';
import type { TimedEvent } from '../../src/play/song.js';
import { createFakeContext } from '../support/fake-context.js';
import { PLAYER } from '../support/fake-jam.js';

const FLAGS: ListenFlags = {
  topic: 'midi://test',
  lateMs: 50,
  dropLateNotes: false,
  untilBye: false,
  statsEveryMs: 1_000,
};
const ON: JmidEvent = {
  type: 'note_on',
  channel: 1,
  note: 60,
  velocity: 80,
  timestamp: 1_000_000,
  sequence: 1,
};
const OFF: JmidEvent = {
  type: 'note_off',
  channel: 1,
  note: 60,
  velocity: 0,
  timestamp: 1_500_000,
  sequence: 2,
};

function createFakeFile(): RecordingFile & { written: readonly TimedEvent[] | null } {
  return {
    path: 'got.mid',
    written: null,
    write(events) {
      this.written = events;
      return { written: events.length, leftOut: 0 };
    },
  };
}

describe('toaster listen', () => {
  it('ends after its time, writes the file and sums up', async () => {
    const context = createFakeContext({ json: true });
    const out = createFakeFile();
    const done = runListen({ ...FLAGS, forMs: 3_000, out }, context);
    await context.time.runAsync(2e9);
    context.jam.hear(OFF);
    context.jam.hear(ON, { repaired: true, late: true, lateUs: 60_000 });
    await context.time.runAsync(9e9);
    expect(await done).toBe(ExitCode.done);
    expect(out.written?.map(({ atUs, event }) => [atUs, event.type])).toEqual([
      [0, 'note_on'],
      [500_000, 'note_off'],
    ]);
    const lines = context.lines();
    expect(lines[0]).toEqual({
      listening: {
        topic: 'midi://test',
        lateMs: 50,
        endpoints: ['192.0.2.1:5004'],
        port: 'simulated',
        portNotice: null,
      },
    });
    expect(lines.find((line) => 'event' in line)).toMatchObject({
      event: OFF,
      from: 'player',
      sender: '0a0b0c0d',
      latencyUs: 300,
      dropped: false,
    });
    expect(lines.at(-1)).toMatchObject({
      summary: { events: { delivered: 2 }, onTime: 1, late: 1 },
    });
    expect(context.jam.calls).toEqual(['close']);
    expect(context.time.pending).toBe(0);
  });

  it('shows what was made here, and neither counts nor records it', async () => {
    const context = createFakeContext({ json: false });
    const out = createFakeFile();
    const done = runListen({ ...FLAGS, forMs: 3_000, out }, context);
    await context.time.runAsync(2e9);
    context.jam.hear(ON);
    context.jam.hear(OFF, { synthesised: true });
    await context.time.runAsync(9e9);
    await done;
    expect(out.written).toHaveLength(1);
    expect(context.stdout()).toContain('not sent: made here');
    expect(context.stdout()).toContain('1 event delivered once');
  });

  it('shows what is predicted, records what was played for it, and leaves that out for nothing', async () => {
    const context = createFakeContext({ json: false });
    const out = createFakeFile();
    const flags = { ...FLAGS, predict: true, dropLateNotes: true, forMs: 3_000, out };
    const done = runListen(flags, context);
    await context.time.runAsync(2e9);
    context.jam.hear(ON, { synthesised: true, predicted: true });
    context.jam.hear(ON, { stale: true, confirmed: true, late: true });
    context.jam.hear(OFF, { stale: true });
    await context.time.runAsync(9e9);
    await done;
    expect(out.written).toHaveLength(2);
    const marks = context.stdout().match(/predicted$|as predicted: sounds already|has ended/gmu);
    expect(marks).toEqual(['predicted', 'as predicted: sounds already', 'has ended']);
    expect(context.stdout()).toContain('1 late');
    expect(context.stdout()).not.toContain('left out');
  });

  it('leaves late notes out of what is shown, not out of the file', async () => {
    const context = createFakeContext({ json: false });
    const out = createFakeFile();
    const done = runListen({ ...FLAGS, dropLateNotes: true, forMs: 3_000, out }, context);
    await context.time.runAsync(2e9);
    context.jam.hear(ON, { late: true });
    await context.time.runAsync(9e9);
    await done;
    expect(out.written).toHaveLength(1);
    expect(context.stdout()).not.toContain('note on');
    expect(context.stdout()).toContain('1 late (1 note-on left out)');
  });

  it('told to stop ends in order', async () => {
    const context = createFakeContext({ json: true });
    const out = createFakeFile();
    const done = runListen({ ...FLAGS, out }, context);
    await context.time.runAsync(5e9);
    context.jam.hear(ON);
    context.requestStop();
    await context.time.runAsync(6e9);
    expect(await done).toBe(ExitCode.done);
    expect(out.written).toHaveLength(1);
  });

  it.each(['left', 'expired'] as const)(
    'until goodbye ends when the last player has %s',
    async (state) => {
      const context = createFakeContext({ json: true });
      const done = runListen({ ...FLAGS, untilBye: true }, context);
      await context.time.runAsync(2e9);
      const second = { ...PLAYER, senderId: 2 };
      const listener = { ...PLAYER, senderId: 3, receiveOnly: true };
      for (const peer of [PLAYER, second, listener]) context.jam.tellPeer(peer);
      await context.time.runAsync(3e9);
      context.jam.tellPeer({ ...listener, state: 'left' });
      context.jam.tellPeer({ ...PLAYER, state: 'left' });
      await context.time.runAsync(60e9);
      expect(context.jam.calls).toEqual([]);
      context.jam.tellPeer({ ...second, state });
      await context.time.runAsync(61e9);
      expect(await done).toBe(ExitCode.done);
      expect(context.stderr()).toContain('said goodbye');
    },
  );

  it('says where it is reached to those who connect by hand', async () => {
    const context = createFakeContext({ json: false });
    const done = runListen({ ...FLAGS, port: 5_004, forMs: 1_000 }, context);
    await context.time.runAsync(9e9);
    await done;
    expect(context.stderr()).toBe(
      'listening on midi://test; reach me at 192.0.2.1:5004\nby the simulated port\n',
    );
  });

  it('tells of a peer by its name, which is known a little later', async () => {
    const context = createFakeContext({ json: false });
    const done = runListen({ ...FLAGS, forMs: 9_000 }, context);
    await context.time.runAsync(2e9);
    const heard = () => context.stderr().split('\n').slice(2, -1);
    context.jam.tellPeer({ ...PLAYER, name: '', sameClock: null });
    await context.time.runAsync(2.2e9);
    expect(heard()).toEqual([]);
    context.jam.setPeer(PLAYER);
    await context.time.runAsync(2.4e9);
    context.jam.tellPeer({ ...PLAYER, state: 'left' });
    expect(heard()).toEqual(['player is here', 'player said goodbye']);
    const short = { ...PLAYER, senderId: 2, name: '' };
    context.jam.tellPeer(short);
    context.jam.tellPeer({ ...short, name: 'short', state: 'left' });
    expect(heard().slice(2)).toEqual(['short is here', 'short said goodbye']);
    const shy = { ...PLAYER, senderId: 0xf7d8e872, name: '' };
    context.jam.tellPeer(shy);
    await context.time.runAsync(4e9);
    context.jam.tellPeer({ ...shy, name: 'shy', state: 'expired' });
    expect(heard().slice(4)).toEqual(['f7d8e872 is here', 'shy (f7d8e872) fell silent']);
    await context.time.runAsync(30e9);
    expect(await done).toBe(ExitCode.done);
    expect(context.time.pending).toBe(0);
  });

  it('fails when the file cannot be written after all, and leaves the room', async () => {
    const context = createFakeContext({ json: true });
    const out: RecordingFile = {
      path: 'got.mid',
      write() {
        throw new Error('the disk is full');
      },
    };
    const done = runListen({ ...FLAGS, forMs: 1_000, out }, context);
    const failure = expect(done).rejects.toThrow('the disk is full');
    await context.time.runAsync(9e9);
    await failure;
    expect(context.jam.calls).toEqual(['close']);
  });
});
