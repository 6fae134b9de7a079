import { createRandom } from '@jamnet/testkit';
import type { Bar } from '../bar.js';
import { quantiles } from '../report/quantiles.js';
import { figure } from '../report/table.js';
import { playSteadily } from '../play-steadily.js';
import { createSimulatedJam } from '../simulated-jam.js';
import { inParallel } from '../workers/pool.js';

const BYTES = 100_000;
const JAMS = 10;
const MESSAGES_A_JAM = 100;
const MOST_BITS_PER_SECOND = 10e6;
/** The sender learns the loss first, as from any receiver that has been there for a while. */
const SETTLE_NS = 5e9;
const GIVE_UP_NS = 60e9;
const NOTES_PER_SECOND = 10;

const CASES = [
  { loss: 0.2, withinS: 2, leastWhole: 0.999 },
  { loss: 0.66, withinS: 15, leastWhole: 0.999 },
] as const;

interface SysexTrial {
  readonly loss: number;
  readonly seed: number;
}

interface SysexResult {
  readonly loss: number;
  /** Seconds until each message was whole; −1: never. */
  readonly seconds: readonly number[];
  /** Messages that came with other bytes than they were sent with. */
  readonly altered: number;
  /** Everything that the sender sent, over the time in which it had something to send. */
  readonly bitsPerSecond: number;
}

/** Sends one long message after the other, each when the sender is through with the one before, while notes are played. */
export async function trial({ loss, seed }: SysexTrial): Promise<SysexResult> {
  const jam = createSimulatedJam(seed);
  const { clock } = jam.time;
  const random = createRandom(seed);
  let expected: number[] = [];
  let wholeNs: number | undefined;
  let altered = 0;
  await jam.join('listener', {
    send: { loss },
    receive: { loss },
    jmid: { send: false },
    onMessage(event) {
      if (event.type !== 'sysex') return;
      wholeNs = clock.nowNs();
      if (event.data.length !== BYTES || event.data.some((byte, i) => byte !== expected[i]))
        altered++;
    },
  });
  const player = await jam.join('player');
  playSteadily(jam, player, NOTES_PER_SECOND);
  jam.time.runFor(SETTLE_NS);
  const seconds: number[] = [];
  const fromNs = clock.nowNs();
  const bytesBefore = player.session.stats().sent.bytes;
  for (let n = 0; n < MESSAGES_A_JAM; n++) {
    expected = Array.from({ length: BYTES }, () => Math.floor(random() * 128));
    wholeNs = undefined;
    const sentNs = clock.nowNs();
    if (!player.jmid.send({ type: 'sysex', data: expected })) throw new Error('refused');
    const through = player.jmid.stats().sysexSent + 1;
    while (player.jmid.stats().sysexSent < through && clock.nowNs() - sentNs < GIVE_UP_NS) {
      jam.time.runFor(10e6);
    }
    jam.time.runFor(1e6);
    seconds.push(wholeNs === undefined ? -1 : (wholeNs - sentNs) / 1e9);
  }
  const sentBits = (player.session.stats().sent.bytes - bytesBefore) * 8;
  return { loss, seconds, altered, bitsPerSecond: sentBits / ((clock.nowNs() - fromNs) / 1e9) };
}

export const bar: Bar = {
  name: 'sysex',
  bar: 'SysEx of 100 kB: 20 % loss: whole in 999 of 1,000 within 2 s at 10 Mbit/s at most, notes played meanwhile; 66 %: within 15 s',
  async run(report) {
    const seeds = Array.from({ length: JAMS }, (_, i) => i + 1);
    const trials = CASES.flatMap(({ loss }) => seeds.map((seed) => ({ loss, seed })));
    const results = await inParallel<SysexTrial, SysexResult>(
      import.meta.url,
      'trial',
      trials,
      (done) => report(`${done * MESSAGES_A_JAM} of ${trials.length * MESSAGES_A_JAM} messages`),
    );
    const outcomes = CASES.map(({ loss, withinS, leastWhole }) => {
      const own = results.filter((result) => result.loss === loss);
      const seconds = own.flatMap((result) => result.seconds);
      const whole = seconds.filter((s) => s >= 0 && s <= withinS).length;
      const arrived = quantiles(Float64Array.from(seconds.filter((s) => s >= 0)));
      const bitsPerSecond = Math.max(...own.map((result) => result.bitsPerSecond));
      const altered = own.reduce((sum, result) => sum + result.altered, 0);
      const holds =
        whole / seconds.length >= leastWhole &&
        bitsPerSecond <= MOST_BITS_PER_SECOND &&
        altered === 0;
      return { loss, withinS, whole, of: seconds.length, arrived, bitsPerSecond, altered, holds };
    });
    return {
      figure: outcomes
        .map(
          (o) =>
            `${o.loss * 100} %: ${o.whole} of ${figure(o.of)} within ${o.withinS} s (median ${figure(o.arrived.p50)}, p99 ${figure(o.arrived.p99)}, longest ${figure(o.arrived.max)} s) at ${figure(o.bitsPerSecond / 1e6)} Mbit/s`,
        )
        .join('; '),
      holds: outcomes.every(({ holds }) => holds),
      details: { outcomes, results },
    };
  },
};
