import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type AnyLine,
  endAllToasters,
  freshTopic,
  runToaster,
  startToaster,
} from './support/toaster-process.js';

let room: string[];
beforeEach(() => {
  room = ['--topic', freshTopic(), '--interface', '127.0.0.1'];
});
afterEach(endAllToasters);

const watch = (name: string) =>
  startToaster(['sync', ...room, '--json', '--stats-every', '100ms', '--name', name]);

/** Both are on one timeline and know each other's clocks. */
const isSettled = ({ sync }: AnyLine): boolean =>
  sync?.state === 'locked' &&
  sync.peers.length === 2 &&
  sync.peers.every(
    ({ shares, state, offsetNs }) => shares && state === 'locked' && offsetNs !== null,
  );

describe('toaster sync', () => {
  it('shows the clocks of two processes, which are one: no further apart than stated', async () => {
    const [anna, bela] = [watch('anna'), watch('bela')];
    const [ofAnna, ofBela] = await Promise.all([anna.line(isSettled), bela.line(isSettled)]);
    const [self, other] = ofAnna.sync!.peers;
    expect(self).toMatchObject({ name: 'anna', isSelf: true, offsetNs: 0, clock: 'cpu' });
    expect(other).toMatchObject({ name: 'bela', isSelf: false, clock: 'cpu' });
    // The bound is one of 95 %.
    const most = 3 * other.errorBoundNs! + other.asymmetryNs!;
    expect(Math.abs(other.offsetNs!)).toBeLessThan(most);
    expect(self.isMaster).not.toBe(other.isMaster);
    expect(ofBela.sync!.master).toBe(ofAnna.sync!.master);
    expect(ofBela.sync!.founder).toBe(ofAnna.sync!.founder);
    anna.kill('SIGINT');
    bela.kill('SIGTERM');
    const [{ code, lines }, { code: second }] = await Promise.all([anna.ended, bela.ended]);
    expect([code, second]).toEqual([0, 0]);
    expect(lines[0]).toHaveProperty('joined.port');
    expect(lines.at(-1)?.summary).toMatchObject({ topic: room[1], state: 'locked' });
  });

  it('without a terminal says it in lines, and ends after its time with the table', async () => {
    const { code, stdout, stderr } = await runToaster([
      'sync',
      ...room,
      '--for',
      '1200ms',
      '--stats-every',
      '500ms',
    ]);
    expect(code, stderr).toBe(0);
    expect(stdout).not.toContain('\u001b');
    const lines = stdout.match(/^1\.1\.000, stopped, 120 bpm, 4\/4 · locked, this one is/gm) ?? [];
    expect(lines.length).toBeGreaterThanOrEqual(2);
    expect(stdout).toMatch(/^ +PEER +OFFSET/m);
    expect(stdout).toMatch(/^music: 1\.1\.000, stopped/m);
  });
});

describe('toaster transport', () => {
  it('gives a command that the others keep when it has left, and says where the music is', async () => {
    const anna = watch('anna');
    await anna.line((line) => line.sync !== undefined);
    const play = await runToaster(['transport', 'play', '3', ...room, '--json']);
    expect(play.code, play.stderr).toBe(0);
    const command = play.lines.find((line) => line.command)?.command;
    expect(command).toMatchObject({ command: 'PLAY', position: '3.1.000', beat: 8 });
    expect(command!.inMs).toBeGreaterThan(0);
    expect(play.lines.at(-1)?.summary).toMatchObject({ alone: false, others: 1 });

    const left = await anna.line(
      ({ sync }) => sync?.peers.length === 1 && sync.music.run === 'playing',
    );
    // It runs from the command's time on the timeline, at 120 quarter notes a minute: two a second.
    const { timelineNs, music } = left.sync!;
    expect(music.beat).toBeCloseTo(8 + (timelineNs - command!.atNs) / 0.5e9, 2);

    const status = await runToaster(['transport', ...room]);
    expect(status.code).toBe(0);
    expect(status.stdout).toMatch(/^now \d+\.\d\.\d{3}, playing, 120 bpm, 4\/4\n$/);
    expect(status.stderr).toMatch(
      /^on the timeline of midi:\/\/test-.* with 1 other, master anna/m,
    );
  });

  it('alone says so, and gives it all the same', async () => {
    const { code, stdout, stderr } = await runToaster(['transport', 'tempo', '96.5', ...room]);
    expect(code).toBe(0);
    expect(stderr).toContain('nobody else is on the timeline');
    expect(stdout).toMatch(
      /^96\.5 bpm, 4\/4, in 1\d\d ms\nnow 1\.1\.000, stopped, 96\.5 bpm, 4\/4\n$/,
    );
  });

  it('refuses what the music does not have, and leaves', async () => {
    const none = await runToaster(['transport', 'seek', '5.5', ...room]);
    expect(none.code).toBe(1);
    expect(none.stderr).toMatch(
      /^toaster: there is no place 5\.5 in this music, which is in 4\/4/m,
    );
    const still = await runToaster(['transport', 'tempo', '90', '--at', '3', ...room]);
    expect(still.code).toBe(1);
    expect(still.stderr).toMatch(/^toaster: the music is stopped, so it does not come to 3/m);
  });

  it('interrupted while it looks for others gives nothing', async () => {
    const transport = startToaster(['transport', 'play', ...room, '--json']);
    await transport.line((line) => 'joined' in line);
    transport.kill('SIGINT');
    const { code, lines, stderr } = await transport.ended;
    expect(code).toBe(0);
    expect(lines.some((line) => line.command)).toBe(false);
    expect(stderr).toContain('ended before the command was given');
  });
});
