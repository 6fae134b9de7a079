import { describe, expect, it } from 'vitest';
import {
  createJam,
  type Heard,
  type Jam,
  type Player,
  type PlayerOptions,
} from '../support/jam.js';
import { type Loop, type LoopNote, playLoop } from '../support/loop.js';
import { playNotes } from '../support/play.js';
import { soundOf } from '../support/sounding.js';

const LOOP: Loop = { notes: [36, 42, 38, 46], stepMs: 100 };
/** So long a predictor has to listen before it says anything. */
const LEARN_MS = 4000;
const MS = 1e6;

interface Duet {
  readonly jam: Jam;
  readonly listener: Player;
  readonly player: Player;
}

async function duet(seed: number, options: PlayerOptions = {}): Promise<Duet> {
  const jam = createJam(seed);
  const jmid = { send: false, prediction: 'repeats' as const, ...options.jmid };
  const listener = await jam.join('listener', { ...options, jmid });
  const player = await jam.join('player');
  jam.runMs(300);
  return { jam, listener, player };
}

/** A duet in which the player has repeated the loop until now, and goes on for so long. */
async function learnt(seed: number, moreMs: number, options?: PlayerOptions, loop = LOOP) {
  const it = await duet(seed, options);
  const played = playLoop(it.jam, it.player, loop, LEARN_MS + moreMs);
  it.jam.runMs(LEARN_MS + 10);
  return { ...it, played };
}

function cut({ jam, listener }: Duet, ms: number): void {
  listener.setCut(true);
  jam.runMs(ms);
  listener.setCut(false);
}

const begun = (heard: readonly Heard[]): Heard[] =>
  heard.filter(({ event, info }) => info.predicted && event.type === 'note_on');

/** What sounds for whoever passes over what is stale. */
const left = (heard: readonly Heard[]): number =>
  soundOf(heard.filter(({ info }) => !info.stale)).left.size;

/** How far from its time a note that was predicted sounds: from the one that was played next to it. */
function awayMs(played: readonly LoopNote[], { event, atNs }: Heard): number {
  if (event.type !== 'note_on') throw new Error('no note');
  const same = played.filter(({ note }) => note === event.note);
  return Math.min(...same.map((each) => Math.abs(each.atNs - atNs))) / MS;
}

function expectOnceEach({ heard }: Player): void {
  const numbers = heard
    .filter(({ info }) => !info.synthesised)
    .map(({ event }) => event.sequence as number);
  expect(new Set(numbers).size).toBe(numbers.length);
}

describe('prediction in dropouts', () => {
  it.each([200, 240, 500, 1000])('plays on for %d ms what was repeated', async (ms) => {
    const all = await learnt(ms, 2500);
    const { jam, listener, played } = all;
    cut(all, ms);
    jam.runMs(3500);
    const notes = begun(listener.heard);
    // The first tenth of a second goes by until it is known to be a dropout; half a second is foreseen.
    expect(notes.length).toBeGreaterThanOrEqual(Math.floor((Math.min(ms, 480) - 130) / 100));
    for (const each of notes) {
      expect(awayMs(played, each)).toBeLessThan(5);
      expect(each.info).toMatchObject({ synthesised: true, stale: false, confirmed: false });
      expect(each.event).toMatchObject({ channel: 10, velocity: 90 });
      expect(each.event.sequence).toBeUndefined();
    }
    const stats = listener.jmid.stats();
    expect(stats.predicted).toBe(notes.length);
    expect(stats.confirmed + stats.retracted).toBe(stats.predicted);
    // What the history still has is found to be the same, and does not sound again.
    if (ms < 250) expect(stats).toMatchObject({ missing: 0, retracted: 0 });
    const confirmed = listener.heard.filter(({ info }) => info.confirmed);
    expect(confirmed).toHaveLength(stats.confirmed);
    for (const { event, info } of confirmed) {
      expect(event.type).toBe('note_on');
      expect(info).toMatchObject({ stale: true, synthesised: false, predicted: false });
    }
    expectOnceEach(listener);
    expect(left(listener.heard)).toBe(0);
  });

  it('takes back, as soon as it hears again, what was not played: the player has stopped', async () => {
    const all = await learnt(2, 100, {}, { ...LOOP, gate: 3 });
    const { jam, listener } = all;
    cut(all, 400);
    const backNs = jam.time.clock.nowNs();
    jam.runMs(2000);
    const { predicted, confirmed, retracted } = listener.jmid.stats();
    expect(predicted).toBeGreaterThanOrEqual(2);
    expect({ confirmed, retracted }).toEqual({ confirmed: 0, retracted: predicted });
    const last = listener.heard.findLast(({ info }) => info.predicted);
    expect(last?.event.type).toBe('note_off');
    // With the next heartbeat: a note-off that was lost for good keeps it from knowing all.
    expect((last!.atNs - backNs) / MS).toBeLessThan(125);
    expect(left(listener.heard)).toBe(0);
  });

  it('says nothing of a player who has stopped and is heard', async () => {
    const { jam, listener } = await learnt(3, 0);
    jam.runMs(5000);
    expect(listener.jmid.stats()).toMatchObject({ predicted: 0, synthesised: 0 });
  });

  it('lets sound what was played instead', async () => {
    const all = await learnt(4, 0);
    const { jam, listener, player } = all;
    const other = playLoop(jam, player, { ...LOOP, notes: [36, 50, 51, 52] }, 2000);
    cut(all, 230);
    jam.runMs(3000);
    const { predicted, retracted, missing } = listener.jmid.stats();
    expect(predicted).toBeGreaterThan(0);
    expect(retracted).toBeGreaterThan(0);
    expect(missing).toBe(0);
    const sounded = listener.heard.filter(
      ({ event, info }) => event.type === 'note_on' && !info.synthesised && !info.stale,
    );
    const names = (note: number) => note >= 50;
    expect(
      sounded.filter(({ event }) => event.type === 'note_on' && names(event.note)),
    ).toHaveLength(other.filter(({ note }) => names(note)).length);
    expectOnceEach(listener);
    expect(left(listener.heard)).toBe(0);
  });

  it('ends everything when the player dies, and has nothing to say of one who starts again', async () => {
    const all = await learnt(5, 0, {}, { ...LOOP, gate: 15 });
    const { jam, listener, player } = all;
    const diedNs = jam.time.clock.nowNs();
    void player.toast.port.close();
    jam.runMs(300);
    const again = await jam.join('player again');
    playLoop(jam, again, LOOP, 1500);
    jam.runMs(1000);
    expect(begun(listener.heard).length).toBeGreaterThan(0);
    for (const { info, atNs } of begun(listener.heard)) {
      expect(info.peer.senderId).toBe(player.toast.senderId);
      expect((atNs - diedNs) / MS).toBeLessThan(600);
    }
    const ofTheDead = listener.heard.filter(
      ({ info }) => info.peer.senderId === player.toast.senderId,
    );
    expect(left(ofTheDead)).toBe(0);
    jam.runMs(500);
    listener.jmid.close();
    const { predicted, confirmed, retracted } = listener.jmid.stats();
    expect({ confirmed, retracted }).toEqual({ confirmed: 0, retracted: predicted });
    expect(left(listener.heard)).toBe(0);
  });

  it('makes no false note of 66 % loss at random', async () => {
    const jittery = { ...LOOP, jitterMs: 5 };
    for (const seed of [6, 7]) {
      const { jam, listener, player } = await duet(seed);
      listener.setLoss(0.66);
      playLoop(jam, player, jittery, 5000);
      playNotes(jam, player, { notes: 60, notesPerSecond: 10 });
      jam.runMs(2000);
      expect(listener.jmid.stats()).toMatchObject({ missing: 0, retracted: 0 });
      expect(left(listener.heard)).toBe(0);
    }
  });

  it('holds predicted notes like others, and has nothing to do where the delay outlasts the dropout', async () => {
    const short = await learnt(8, 1000, { jmid: { playoutDelayMs: 300 } });
    cut(short, 200);
    short.jam.runMs(2500);
    expect(short.listener.jmid.stats()).toMatchObject({ predicted: 0, late: 0, missing: 0 });

    const long = await learnt(8, 1500, { jmid: { playoutDelayMs: 150 } });
    cut(long, 450);
    long.jam.runMs(3500);
    const notes = begun(long.listener.heard);
    expect(notes.length).toBeGreaterThanOrEqual(2);
    for (const each of notes) {
      const playedAt = { ...each, atNs: each.atNs - 150 * MS };
      expect(awayMs(long.played, playedAt)).toBeLessThan(5);
    }
    const { predicted, confirmed, retracted } = long.listener.jmid.stats();
    expect(confirmed + retracted).toBe(predicted);
    expectOnceEach(long.listener);
    expect(left(long.listener.heard)).toBe(0);
  });

  it('drops no late note-on that has sounded by prediction', async () => {
    const all = await learnt(9, 1000, { clockId: '00000002', jmid: { lateNotes: 'drop' } });
    // So that one note comes before the dropout can be told.
    all.jam.runMs(50);
    cut(all, 230);
    all.jam.runMs(2500);
    const { predicted, confirmed, droppedLate } = all.listener.jmid.stats();
    expect(predicted).toBeGreaterThan(0);
    expect(confirmed).toBe(predicted);
    expect(droppedLate).toBeGreaterThan(0);
    expect(left(all.listener.heard)).toBe(0);
  });

  it('tells groups apart', async () => {
    const all = await learnt(10, 1000, {}, { ...LOOP, group: 3, channel: 16 });
    cut(all, 300);
    all.jam.runMs(2500);
    const ours = all.listener.heard.filter(({ info }) => info.predicted);
    expect(ours.length).toBeGreaterThan(0);
    for (const { event } of ours) expect(event).toMatchObject({ group: 3, channel: 16 });
  });

  it('leaves nothing behind where it is closed in a dropout', async () => {
    const all = await learnt(11, 0, {}, { ...LOOP, gate: 15 });
    const { jam, listener, player } = all;
    listener.setCut(true);
    jam.runMs(250);
    expect(begun(listener.heard).length).toBeGreaterThan(0);
    expect(left(listener.heard)).toBeGreaterThan(0);
    listener.jmid.close();
    expect(left(listener.heard)).toBe(0);
    await listener.toast.close();
    jam.runMs(2000);
    await player.leave();
    jam.runMs(100);
    expect(jam.time.pending).toBe(0);
  });

  it('leaves no timer where it is closed by an event that has others behind it', async () => {
    const { jam, listener, player } = await duet(13);
    listener.jmid.onMessage(() => listener.jmid.close());
    for (const note of [60, 61, 62])
      player.jmid.send({ type: 'note_on', channel: 1, note, velocity: 1 });
    jam.runMs(10);
    await listener.toast.close();
    await player.leave();
    // Before one that looks for a dropout would be due.
    jam.runMs(50);
    expect(jam.time.pending).toBe(0);
  });

  it('is off unless it is asked for', async () => {
    const all = await learnt(12, 500, { jmid: { prediction: 'off' } });
    cut(all, 300);
    all.jam.runMs(1500);
    expect(begun(all.listener.heard)).toEqual([]);
    const bare = await createJam(1).join('bare');
    expect(bare.jmid.stats()).toMatchObject({ predicted: 0, confirmed: 0, retracted: 0 });
  });
});
