import type { JmidOptions } from '@jamnet/jmid';
import type { JmidEvent } from '@jamnet/schemas';
import type { Bar } from '../bar.js';
import { playSteadily } from '../play-steadily.js';
import { createRandom } from '@jamnet/testkit';
import { createSimulatedJam } from '../simulated-jam.js';

const SECONDS = 60;
const SETTLE_SECONDS = 5;
/** By then the copies have fallen: the loss before is the price of finding out. */
const COUNT_FROM_NS = 2e9;
const SEEDS = 3;
/** What waits before the link, in milliseconds of it: an ordinary queue, and one that is far too long. */
const QUEUES_MS = [100, 1000];
/** From far below what one copy of everything needs to above what three need. */
const LINKS_KBIT = [20, 40, 80, 150, 300, 600];

interface BottleneckResult {
  readonly kbit: number;
  readonly queueMs: number;
  readonly seed: number;
  /** Events played from the second second on, and those of them that never came or were refused. */
  readonly sent: number;
  readonly lost: number;
  /** The same of the first two seconds. */
  readonly lostAtFirst: number;
  readonly late: number;
  /**
   * Seconds from the beginning of congestion (the first second in which more than 5 % of the datagrams were dropped) until the sender was down
   * to one copy; −1: there was none.
   */
  readonly oneCopyAfterS: number;
  readonly datagramsDropped: number;
}

/** The counters of the sender's port and its plan, every 10 ms. */
interface Look {
  readonly queueDropped: number;
  readonly sent: number;
  readonly copies: number;
}

const LOOK_NS = 10e6;
const LOOKS_A_SECOND = 100;
const CONGESTED_SHARE = 0.05;

function oneCopyAfterS(looks: readonly Look[]): number {
  const begins = looks.findIndex((look, i) => {
    const end = looks[i + LOOKS_A_SECOND];
    if (end === undefined || looks[i + 1].queueDropped === look.queueDropped) return false;
    return end.queueDropped - look.queueDropped > CONGESTED_SHARE * (end.sent - look.sent);
  });
  if (begins < 0) return -1;
  const one = looks.findIndex((look, i) => i > begins && look.copies === 1);
  return one < 0 ? Infinity : (one - begins) / LOOKS_A_SECOND;
}

async function runLink(
  kbit: number,
  queueMs: number,
  seed: number,
  jmid: Partial<JmidOptions>,
): Promise<BottleneckResult> {
  const jam = createSimulatedJam(seed);
  const { clock } = jam.time;
  const got = new Set<number>();
  let late = 0;
  const listener = await jam.join('listener', {
    jmid: { send: false },
    onMessage(event, info) {
      if (info.synthesised) return;
      got.add(event.sequence as number);
      if (info.late) late++;
    },
  });
  const bottleneck = {
    bitsPerSecond: kbit * 1000,
    queueBytes: Math.max(2500, (kbit * queueMs) / 8),
  };
  const player = await jam.join('player', { send: { bottleneck }, jmid });
  jam.time.runFor(SETTLE_SECONDS * 1e9);
  const startNs = clock.nowNs();
  /** When each event was played, by its number. */
  const playedNs = [0];
  let refused = 0;
  const played = (_event: JmidEvent, accepted: boolean): void => {
    if (accepted) playedNs.push(clock.nowNs());
    else refused++;
  };
  const stop = playSteadily(jam, player, 10, played, createRandom(seed + 1000));
  const looks: Look[] = [];
  while (clock.nowNs() - startNs < SECONDS * 1e9) {
    jam.time.runFor(LOOK_NS);
    const { queueDropped, sent } = player.port.counters().send;
    looks.push({ queueDropped, sent, copies: player.session.plan.offsetsUs.length });
  }
  stop();
  jam.time.runFor(5e9);
  const lostBetween = (fromNs: number, toNs: number): number =>
    playedNs.filter((at, sequence) => at >= fromNs && at < toNs && !got.has(sequence)).length;
  const result: BottleneckResult = {
    kbit,
    queueMs,
    seed,
    sent: playedNs.filter((at) => at >= startNs + COUNT_FROM_NS).length + refused,
    lost: lostBetween(startNs + COUNT_FROM_NS, Infinity) + refused,
    lostAtFirst: lostBetween(startNs, startNs + COUNT_FROM_NS),
    late,
    oneCopyAfterS: oneCopyAfterS(looks),
    datagramsDropped: player.port.counters().send.queueDropped,
  };
  await player.toast.close();
  await listener.toast.close();
  return result;
}

export const bar: Bar = {
  name: 'bottleneck',
  bar: 'copies fall within 1 s; loss is never worse than without redundancy',
  async run(report) {
    const adaptive: BottleneckResult[] = [];
    const plain: BottleneckResult[] = [];
    const plainOptions = { redundancy: { copies: 1 }, historyDatagrams: 1 };
    for (const kbit of LINKS_KBIT) {
      for (const queueMs of QUEUES_MS) {
        for (let seed = 1; seed <= SEEDS; seed++) {
          adaptive.push(await runLink(kbit, queueMs, seed, {}));
          plain.push(await runLink(kbit, queueMs, seed, plainOptions));
        }
      }
      report(`link of ${kbit} kbit/s`);
    }
    const slowest = Math.max(...adaptive.map((r) => r.oneCopyAfterS));
    type Count = 'sent' | 'lost' | 'lostAtFirst' | 'late';
    const sum = (of: BottleneckResult[], kbit: number, what: Count): number =>
      of.filter((r) => r.kbit === kbit).reduce((n, r) => n + r[what], 0);
    const worse = LINKS_KBIT.filter(
      (kbit) => sum(adaptive, kbit, 'lost') > sum(plain, kbit, 'lost'),
    );
    const lines = LINKS_KBIT.map((kbit) => {
      const beside = (what: Count): string =>
        `${sum(adaptive, kbit, what)} (${sum(plain, kbit, what)})`;
      return `${kbit} kbit/s: lost ${beside('lost')}, before 2 s ${beside('lostAtFirst')}, late ${beside('late')}`;
    });
    return {
      figure: `one copy ${slowest.toFixed(2)} s after congestion began at the latest; of ${sum(adaptive, LINKS_KBIT[0], 'sent')} events a link, in brackets without redundancy: ${lines.join('; ')}`,
      holds: slowest <= 1 && worse.length === 0,
      details: { adaptive, plain },
    };
  },
};
