import type { Bench } from '../bench.js';
import { median } from '../report/quantiles.js';
import { startChild } from '../workers/child.js';

const PEERS = 1000;
const RUNS = 3;

export interface MemoryPlan {
  readonly peers: number;
  readonly senders: boolean;
  readonly jmid: boolean;
}

export interface MemorySays {
  readonly kind: 'measured';
  /** By which heap and external memory grew, after collection. */
  readonly bytes: number;
  readonly peersSeen: number;
}

const CASES = [
  { title: 'listeners, toast', senders: false, jmid: false },
  { title: 'listeners, toast and jmid', senders: false, jmid: true },
  { title: 'senders of one stream, toast', senders: true, jmid: false },
  { title: 'senders of one stream, toast and jmid', senders: true, jmid: true },
] as const;

export const memory: Bench = {
  name: 'memory',
  about: 'bytes that a process keeps for every thousand peers',
  async run(say) {
    const results = [];
    for (const { title, senders, jmid } of CASES) {
      say(title);
      const runs: number[] = [];
      for (let run = 0; run < RUNS; run++) {
        const plan: MemoryPlan = { peers: PEERS, senders, jmid };
        const argument = [JSON.stringify(plan)];
        const child = startChild<never, MemorySays>('benches/memory-process.ts', argument, [
          '--expose-gc',
        ]);
        const { bytes, peersSeen } = await child.hear(
          (message): message is MemorySays => message.kind === 'measured',
        );
        child.stop();
        if (peersSeen !== PEERS) throw new Error(`${peersSeen} of ${PEERS} peers were taken in`);
        runs.push(bytes);
      }
      results.push({ title, senders, jmid, bytes: median(runs), runs });
    }
    return {
      title: 'Memory for peers',
      sections: [
        {
          title: `A process that hears ${PEERS.toLocaleString('en-GB')} peers`,
          table: {
            columns: ['peers', 'kB for all', 'bytes for each'],
            rows: results.map(({ title, bytes }) => [title, bytes / 1000, bytes / PEERS]),
          },
          notes: [
            `Heap and external memory after collection, median of ${RUNS} processes, each peer heard three times.`,
          ],
        },
      ],
      data: { peers: PEERS, results },
    };
  },
};
