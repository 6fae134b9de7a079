import { setTimeout } from 'node:timers/promises';
import { createLan, type JackServer, type LanHost, startJackServer } from '@jamnet/testkit';
import { spawnOn } from '../sync-lan/spawned.js';
import type { ClickNews, ClickRole } from './click-probe.js';
import { type LiveEngine, startEngine } from './live-engine.js';
import { judgeMidi, type MidiJudgement } from './midi-judgement.js';
import type { MidiNews, MidiRole } from './midi-probe.js';

export interface MidiRun extends MidiJudgement {
  readonly sent: number;
  readonly dropped: number;
}

export interface ClickRun {
  /** Of each click of the first host against the nearest of the second; microseconds. */
  readonly apartUs: number[];
  /** What the follower said that it is within, at the same moments. */
  readonly boundUs: number[];
  readonly clicks: readonly [number, number];
  /** Without a click of the other host within a tenth of a second. */
  readonly alone: number;
  readonly xruns: number;
}

export interface HostsPlan {
  readonly loss: number;
  readonly messages: number;
  readonly gapMs: number;
  readonly clickSeconds: number;
  readonly settleSeconds: number;
  readonly promoted: boolean;
  readonly report: (text: string) => void;
}

interface Seat {
  readonly host: LanHost;
  readonly server: JackServer;
  readonly engine: LiveEngine;
}

const START_MS = 60_000;
const TEMPOS = [97, 141, 88.5, 133.3, 120];
const PERIOD_FRAMES = 64;
const NEAR_NS = 0.1e9;

/** Two hosts of a LAN of namespaces, each with a JACK server and an engine; they share CLOCK_MONOTONIC. */
export async function runTwoHosts(
  plan: HostsPlan,
): Promise<{ readonly midi: MidiRun; readonly clicks: ClickRun }> {
  await using lan = await createLan({ hosts: 2 });
  const seats: Seat[] = [];
  try {
    for (const [i, name] of ['ada', 'grace'].entries()) {
      const host = lan.host(i);
      const start = (command: string, args: string[], options: object) =>
        host.spawn(command, args, options);
      const server = await startJackServer({
        name: `live-bar-${name}`,
        periodFrames: PERIOD_FRAMES,
        spawn: start,
      });
      const engine = startEngine({
        name,
        server: server.name,
        promoted: plan.promoted,
        settings: { interfaces: ['eth0'], click: true },
        spawn: start,
      });
      seats.push({ host, server, engine });
    }
    for (const { engine } of seats) {
      await engine.until(
        ({ peers, audioOut }) => peers.length === 1 && audioOut.open,
        START_MS,
        'meets the other',
      );
    }
    await setTimeout(plan.settleSeconds * 1000);
    plan.report('MIDI');
    await lan.setLoss(plan.loss);
    const midi = await runMidi(plan, seats);
    await lan.setLoss(0);
    plan.report('clicks');
    const clicks = await runClicks(plan, seats);
    return { midi, clicks };
  } finally {
    for (const { engine } of seats) await engine.quit();
    for (const { server } of seats) await server.close();
  }
}

async function runMidi({ messages, gapMs }: HostsPlan, seats: readonly Seat[]): Promise<MidiRun> {
  const [from, to] = seats.map(({ server }, i) => {
    const role: MidiRole = {
      name: 'midi-probe',
      server: server.name,
      messages: i === 0 ? messages : 0,
      gapMs,
    };
    return spawnOn<string, MidiNews>(undefined, 'live/midi-probe.ts', role);
  });
  await Promise.all([from!.hear('ready'), to!.hear('ready')]);
  const { timesMs } = await from!.hear('played');
  // The last ones and what repairs them are still to come.
  await setTimeout(2_000);
  to!.tell('stop');
  from!.tell('stop');
  const { heard } = await to!.hear('heard');
  const dropped = (await seats[1]!.host.dropped()).input;
  return { ...judgeMidi(timesMs, heard), sent: timesMs.length, dropped };
}

async function runClicks({ clickSeconds }: HostsPlan, seats: readonly Seat[]): Promise<ClickRun> {
  const probes = seats.map(({ server }) => {
    const role: ClickRole = { name: 'click-probe', server: server.name };
    return spawnOn<string, ClickNews>(undefined, 'live/click-probe.ts', role);
  });
  for (const each of probes) await each.hear('ready');
  const bounds: { readonly ns: number; readonly us: number }[] = [];
  const watch = setInterval(() => {
    const us = Math.max(...seats.map(({ engine }) => engine.state?.sync.boundUs ?? 0));
    bounds.push({ ns: Number(process.hrtime.bigint()), us });
  }, 50);
  const [leader, other] = seats as [Seat, Seat];
  leader.engine.tell({ do: 'play' });
  // Each host changes the tempo in turn.
  for (const [i, tempo] of TEMPOS.entries()) {
    await setTimeout((clickSeconds * 1000) / TEMPOS.length);
    (i % 2 === 0 ? other : leader).engine.tell({ do: 'tempo', tempo });
  }
  leader.engine.tell({ do: 'stop' });
  await setTimeout(500);
  clearInterval(watch);
  for (const each of probes) each.tell('stop');
  const [one, two] = [await probes[0]!.hear('clicks'), await probes[1]!.hear('clicks')];
  const apartUs: number[] = [];
  const boundUs: number[] = [];
  let alone = 0;
  for (const ns of one.timesNs) {
    const nearest = nearestOf(two.timesNs, ns);
    if (!(Math.abs(nearest - ns) < NEAR_NS)) {
      alone++;
      continue;
    }
    apartUs.push((nearest - ns) / 1000);
    const at = nearestOf(
      bounds.map((each) => each.ns),
      ns,
    );
    boundUs.push(bounds.find((each) => each.ns === at)?.us ?? 0);
  }
  for (const ns of two.timesNs) if (!(Math.abs(nearestOf(one.timesNs, ns) - ns) < NEAR_NS)) alone++;
  return {
    apartUs,
    boundUs,
    clicks: [one.timesNs.length, two.timesNs.length],
    alone,
    xruns: one.xruns + two.xruns,
  };
}

function nearestOf(times: readonly number[], ns: number): number {
  return times.reduce(
    (best, each) => (Math.abs(each - ns) < Math.abs(best - ns) ? each : best),
    Infinity,
  );
}
