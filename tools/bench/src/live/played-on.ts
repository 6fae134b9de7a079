import { setTimeout } from 'node:timers/promises';
import { createLan, type JackServer, type LanHost, startJackServer } from '@jamnet/testkit';
import { spawnOn } from '../sync-lan/spawned.js';
import type { HeldNotesNews, HeldNotesRole } from './held-notes-probe.js';
import { type LiveEngine, startEngine } from './live-engine.js';
import { type HeardMessage, judgeMidi, type MidiJudgement } from './midi-judgement.js';
import type { MidiNews, MidiRole } from './midi-probe.js';

/** Notes of one host while a third one is killed and started again. */
export interface PlayedOn extends MidiJudgement {
  readonly sent: number;
  readonly dropped: number;
  readonly kills: readonly Kill[];
}

export interface Kill {
  /** How long after its player was killed each held note sounded on, milliseconds; those that were never heard are none. */
  readonly hangsMs: number[];
  /** Notes that were never released. */
  readonly stuck: number;
}

export interface PlayedOnPlan {
  readonly seconds: number;
  readonly loss: number;
  readonly gapMs: number;
  readonly settleSeconds: number;
  readonly killEverySeconds: number;
  readonly report: (text: string) => void;
}

const START_MS = 60_000;
const PERIOD_FRAMES = 128;
const CHANNEL = 1;
const HELD = [40, 52, 64];
/** So long a player is heard before it is killed. */
const HEARD_MS = 3_000;
/** No note of one that was killed sounds for longer. */
const GONE_MS = 12_000;

interface Seat {
  readonly name: string;
  readonly host: LanHost;
  readonly server: JackServer;
  engine: LiveEngine;
}

/** Ada plays, Grace listens, and Eve, who holds notes, is killed and started again and again. */
export async function playOn(plan: PlayedOnPlan): Promise<PlayedOn> {
  await using lan = await createLan({ hosts: 3 });
  const seats: Seat[] = [];
  try {
    for (const [i, name] of ['ada', 'grace', 'eve'].entries()) {
      const host = lan.host(i);
      const server = await startJackServer({
        name: `played-on-${name}`,
        periodFrames: PERIOD_FRAMES,
        spawn: (command, args, options) => host.spawn(command, args, options),
      });
      const seat = { name, host, server };
      seats.push({ ...seat, engine: start(seat) });
    }
    const [ada, grace, eve] = seats as [Seat, Seat, Seat];
    for (const seat of seats) await meets(seat, 2);
    await lan.setLoss(plan.loss);
    const messages = Math.round((plan.seconds * 1000) / plan.gapMs);
    const player = midiProbe(ada, messages, plan.gapMs);
    const listener = midiProbe(grace, 0, plan.gapMs);
    const role: HeldNotesRole = {
      name: 'held-notes-probe',
      server: eve.server.name,
      notes: HELD,
      channel: CHANNEL,
    };
    const holder = spawnOn<string, HeldNotesNews>(undefined, 'live/held-notes-probe.ts', role);
    await Promise.all([player.hear('ready'), listener.hear('ready'), holder.hear('ready')]);
    let playing = true;
    const played = player.hear('played').finally(() => (playing = false));
    await setTimeout(plan.settleSeconds * 1000);
    const killedMs: number[] = [];
    while (playing) {
      const begunMs = performance.now();
      holder.tell('hold');
      await holder.hear('held');
      await setTimeout(HEARD_MS);
      killedMs.push(Number(process.hrtime.bigint()) / 1e6);
      await eve.engine.kill();
      plan.report(`killed ${killedMs.length} times`);
      await meets(grace, 1);
      eve.engine = start(eve);
      await meets(eve, 2);
      await setTimeout(plan.killEverySeconds * 1000 - (performance.now() - begunMs));
    }
    const { timesMs } = await played;
    // What repairs the last ones, and the end of what was held, are still to come.
    await setTimeout(GONE_MS);
    for (const each of [player, listener, holder]) each.tell('stop');
    const { heard } = await listener.hear('heard');
    const isHeld = ({ bytes }: HeardMessage): boolean => (bytes[0]! & 0x0f) === CHANNEL;
    return {
      ...judgeMidi(
        timesMs,
        heard.filter((each) => !isHeld(each)),
      ),
      sent: timesMs.length,
      dropped: (await grace.host.dropped()).input,
      kills: judgeHeld(killedMs, heard.filter(isHeld)),
    };
  } finally {
    for (const { engine } of seats) await engine.quit();
    for (const { server } of seats) await server.close();
  }
}

function start({ name, host, server }: Pick<Seat, 'name' | 'host' | 'server'>): LiveEngine {
  return startEngine({
    name,
    server: server.name,
    promoted: false,
    // Notes alone: three hosts' sound is more than two cores bear.
    settings: { interfaces: ['eth0'], audioIn: null },
    spawn: (command, args, options) => host.spawn(command, args, options),
  });
}

function meets({ engine }: Seat, others: number): Promise<unknown> {
  return engine.until(
    ({ peers, audioOut }) => peers.length === others && audioOut.open,
    START_MS,
    `${others} are there`,
  );
}

function midiProbe({ server }: Seat, messages: number, gapMs: number) {
  const role: MidiRole = { name: 'midi-probe', server: server.name, messages, gapMs };
  return spawnOn<string, MidiNews>(undefined, 'live/midi-probe.ts', role);
}

function judgeHeld(killedMs: readonly number[], heard: readonly HeardMessage[]): Kill[] {
  return killedMs.map((atMs, i) => {
    const nextMs = killedMs[i + 1] ?? Infinity;
    const hangsMs: number[] = [];
    let stuck = 0;
    for (const note of HELD) {
      const own = heard.filter(({ bytes, ms }) => bytes[1] === note && ms < nextMs - HEARD_MS);
      const isOn = ({ bytes }: HeardMessage): boolean => bytes[0]! >> 4 === 9 && bytes[2]! > 0;
      const before = own.findLast(({ ms }) => ms <= atMs);
      if (before === undefined || !isOn(before)) continue;
      const release = own.find((each) => each.ms > atMs && !isOn(each));
      if (release === undefined) stuck++;
      else hangsMs.push(release.ms - atMs);
    }
    return { hangsMs, stuck };
  });
}
