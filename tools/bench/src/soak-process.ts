/** One of the two processes of the soak. Run with --expose-gc. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createJmid } from '@jamnet/jmid';
import { createRandom, impair } from '@jamnet/testkit';
import { createDgramPort, createToast } from '@jamnet/toast';
import { createSystemClock, createSystemTimers } from '@jamnet/wire';
import { noteOf, type SoakHears, type SoakPlan, type SoakSays } from './soak-plan.js';

const SAMPLE_MS = 10_000;
/** The last events are repeated for a while: then the player is through, and so is the listener. */
const DRAIN_MS = 20_000;

const plan = JSON.parse(process.argv[2]) as SoakPlan;
const collect = globalThis.gc as () => void;
const say = (message: SoakSays): void => void process.send?.(message);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const clock = createSystemClock();
const timers = createSystemTimers(clock);
const random = createRandom(plan.role === 'player' ? 1 : 2);
const { loss } = plan;
const real = await createDgramPort({ clock, timers, families: [4], interfaces: ['lo'] });
// Both ways at the listener, as if the network between them lost it.
const bad = plan.role === 'listener' ? { send: { loss }, receive: { loss } } : {};
const port = impair(real, { clock, timers, random, ...bad });
const toast = await createToast({ name: plan.role, clock, timers, port, discovery: 'direct' });
const session = await toast.openSession({ topic: plan.topic });
const jmid = createJmid({ session, ...(plan.role === 'listener' ? { send: false } : {}) });

const total = plan.minutes * 60 * plan.rate;
/** How often each sequence came; made at once, so that counting costs no memory later. */
const came = new Uint8Array(plan.role === 'listener' ? total + 2 : 0);
const MISSING_NAMED = 20;
const stalls = monitorEventLoopDelay({ resolution: 10 });
let events = 0;
let altered = 0;
jmid.onMessage((event, info) => {
  if (info.synthesised) return;
  const sequence = event.sequence as number;
  const expected = sequence % 2 === 1 ? 'note_on' : 'note_off';
  if (event.type !== expected || event.note !== noteOf(sequence - 1)) altered++;
  if (came[sequence] < 255) came[sequence]++;
  events++;
});

function play(): boolean {
  const type = events % 2 === 0 ? 'note_on' : 'note_off';
  const taken = jmid.send({ type, channel: 1, note: noteOf(events), velocity: 64 });
  if (taken) events++;
  return taken;
}

/** Events at their times, as near as the timers allow; those that were refused are offered again. */
function playOn(startNs: number): void {
  const due = Math.min(total, Math.floor(((clock.nowNs() - startNs) / 1e9) * plan.rate));
  while (events < due) if (!play()) break;
  if (events < total) setTimeout(playOn, 1, startNs);
}

let bytesBefore = 0;
let sampledNs = clock.nowNs();
function sample(startNs: number): void {
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  const nowNs = clock.nowNs();
  const { sent: all, plan: burst, level, congestionTrips } = session.stats();
  const { lost, sent } = port.counters().receive;
  say({
    kind: 'sample',
    minute: (nowNs - startNs) / 60e9,
    events,
    refused: jmid.stats().refused,
    loss: sent === 0 ? 0 : lost / sent,
    heapBytes: heapUsed,
    residentBytes: rss,
    copies: burst.offsetsUs.length,
    level,
    congestionTrips,
    kbitPerSecond: ((all.bytes - bytesBefore) * 8e6) / (nowNs - sampledNs),
  });
  bytesBefore = all.bytes;
  sampledNs = nowNs;
}

async function run(): Promise<void> {
  stalls.enable();
  const startNs = clock.nowNs();
  const sampling = setInterval(sample, SAMPLE_MS, startNs);
  if (plan.role === 'player') playOn(startNs);
  await pause(plan.minutes * 60_000);
  clearInterval(sampling);
  sample(startNs);
}

async function finish(): Promise<void> {
  const everythingOut = plan.role === 'player' ? await jmid.drain(DRAIN_MS) : true;
  const counted =
    plan.role === 'player' ? events : came.reduce((n, times) => n + Math.min(1, times), 0);
  const twice = came.reduce((n, times) => n + (times > 1 ? 1 : 0), 0);
  const missing: number[] = [];
  for (let sequence = 1; sequence < came.length && missing.length < MISSING_NAMED; sequence++) {
    if (came[sequence] === 0 && sequence <= total) missing.push(sequence);
  }
  const { late, repaired, synthesised } = jmid.stats();
  say({
    kind: 'end',
    events: counted,
    twice,
    altered,
    late,
    repaired,
    synthesised,
    everythingOut,
    missing,
    longestStallMs: stalls.max / 1e6,
  });
}

let running: Promise<void> | undefined;
process.on('message', ({ kind }: SoakHears) => {
  if (kind === 'start') running = run();
  else void running?.then(finish);
});
process.on('disconnect', () => process.exit(0));
while (session.peers().length === 0) await pause(10);
say({ kind: 'ready' });
