import type { JmidOptions } from '@jamnet/jmid';
import type { Bar } from '../bar.js';
import { playSteadily } from '../play-steadily.js';
import { createSimulatedJam } from '../simulated-jam.js';

const SECONDS = 60;
const SETTLE_SECONDS = 5;
const SEEDS = 3;
/** What waits before the link, in milliseconds of it: an ordinary queue, and one that is far too long. */
const QUEUES_MS = [100, 1000];
/** From far below what one copy of everything needs to above what three need. */
const LINKS_KBIT = [20, 40, 80, 150, 300, 600];

interface BottleneckResult {
  readonly kbit: number;
  readonly queueMs: number;
  readonly seed: number;
  readonly sent: number;
  readonly lost: number;
  readonly late: number;
  /** Seconds from the first second on the bottleneck until the sender was down to one copy; −1: it never had to. */
  readonly oneCopyAfterS: number;
  readonly datagramsDropped: number;
}

async function runLink(
  kbit: number,
  queueMs: number,
  seed: number,
  jmid: Partial<JmidOptions>,
): Promise<BottleneckResult> {
  const jam = createSimulatedJam(seed);
  const { clock } = jam.time;
  let got = 0;
  let late = 0;
  const listener = await jam.join('listener', {
    jmid: { send: false },
    onMessage(_event, info) {
      if (info.synthesised) return;
      got++;
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
  const droppedBefore = player.port.counters().send.queueDropped;
  let firstDropNs = -1;
  let oneCopyNs = -1;
  let sent = 0;
  const stop = playSteadily(jam, player, 10, (_event, accepted) => {
    if (accepted) sent++;
  });
  while (clock.nowNs() - startNs < SECONDS * 1e9) {
    jam.time.runFor(10e6);
    const dropped = player.port.counters().send.queueDropped > droppedBefore;
    if (dropped && firstDropNs < 0) firstDropNs = clock.nowNs();
    if (dropped && oneCopyNs < 0 && player.session.plan.offsetsUs.length === 1) {
      oneCopyNs = clock.nowNs();
    }
  }
  stop();
  jam.time.runFor(5e9);
  const result: BottleneckResult = {
    kbit,
    queueMs,
    seed,
    sent,
    lost: sent - got,
    late,
    oneCopyAfterS:
      firstDropNs < 0 ? -1 : oneCopyNs < 0 ? Infinity : (oneCopyNs - firstDropNs) / 1e9,
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
    const worse = adaptive.filter((r, i) => r.lost > plain[i].lost);
    const lines = LINKS_KBIT.map((kbit) => {
      const sum = (of: BottleneckResult[], what: 'sent' | 'lost' | 'late'): number =>
        of.filter((r) => r.kbit === kbit).reduce((n, r) => n + r[what], 0);
      return `${kbit} kbit/s: lost ${sum(adaptive, 'lost')} of ${sum(adaptive, 'sent')} (plain ${sum(plain, 'lost')}), late ${sum(adaptive, 'late')} (${sum(plain, 'late')})`;
    });
    return {
      figure: `one copy ${slowest.toFixed(2)} s after the first drop at the latest; ${lines.join('; ')}`,
      holds: slowest <= 1 && worse.length === 0,
      details: { adaptive, plain },
    };
  },
};
