import { prepareClips } from 'recordings-jamnet/prepare-clips.js';
import type { Bench } from '../bench.js';
import type { Cost, CostTask } from '../concealment/cost-run.js';
import type { StreamsCost, StreamsTask } from '../concealment/streams-run.js';
import { inParallel } from '../workers/pool.js';

const RUN = new URL('../concealment/cost-run.ts', import.meta.url).href;
const STREAMS = new URL('../concealment/streams-run.ts', import.meta.url).href;
const CLIPS = ['mix-nexuiz-infight-70', 'guitar-mma-plectrum-mandala-5', 'drums-sonic-acoustic'];
const SEED = 9;
const DEADLINE_US = (128 / 48_000) * 1e6;
const FILL_BAR_US = 200;

/** What a lost packet costs, and a stream. */
export const concealmentCost: Bench = {
  name: 'concealment-cost',
  about:
    'time of a lost 128-sample packet, with the models fitted by a worker or in the call; CPU per stream',
  async run(say, { quick }) {
    prepareClips('held', say);
    const seconds = quick ? 5 : 12;
    const costs: { task: CostTask; cost: Cost }[] = [];
    for (const clip of quick ? CLIPS.slice(0, 1) : CLIPS) {
      for (const fitting of ['worker', 'inline'] as const) {
        for (const neural of [true, false]) {
          say(`${clip}, ${fitting}, ${neural ? 'with' : 'without'} the network`);
          const task: CostTask = { clip, seconds, fitting, neural, seed: SEED };
          // One at a time: nothing else may take the processor.
          const [cost] = await inParallel<CostTask, Cost>(RUN, 'costRun', [task]);
          costs.push({ task, cost });
        }
      }
    }
    const streams: StreamsCost[] = [];
    for (const channels of [1, 2, 8]) {
      say(`${channels} live channels`);
      const task: StreamsTask = { clip: CLIPS[0], seconds, channels, seed: SEED };
      const [cost] = await inParallel<StreamsTask, StreamsCost>(STREAMS, 'streamsRun', [task]);
      streams.push(cost);
    }
    const worst = (fitting: string, of: (cost: Cost) => number): number =>
      Math.max(
        ...costs.filter((c) => c.task.fitting === fitting && c.task.neural).map((c) => of(c.cost)),
      );
    return {
      title: 'Cost of concealment',
      sections: [
        {
          title: 'µs per packet of 128 samples (2.67 ms), one packet in ten lost',
          table: {
            columns: [
              'clip',
              'models fitted',
              'network',
              'lost packets',
              'fill p50',
              'fill p99',
              'fill max',
              'accept p50',
              'accept p99',
              'waits',
              'CPU % of a core',
            ],
            rows: costs.map(({ task, cost }) => [
              task.clip,
              task.fitting === 'worker' ? 'by a worker' : 'in the call',
              task.neural ? 'yes' : 'no',
              cost.fills,
              cost.fillP50,
              cost.fillP99,
              cost.fillMax,
              cost.acceptP50,
              cost.acceptP99,
              cost.waits,
              cost.cpuPercent,
            ]),
          },
          notes: [
            'By a worker: played in real time, packet by packet. In the call: as fast as it goes, on one core, with the fitting that a gap needs inside the call that fills it.',
          ],
        },
        {
          title: "Live channels that share a thread, lateFit 'previous', 3 % lost",
          table: {
            columns: [
              'channels',
              'CPU % of a core',
              'fill of a channel p50, µs',
              'p99, µs',
              'gaps',
              'with late models',
            ],
            rows: streams.map((s) => [
              s.channels,
              s.cpuPercent,
              s.fillP50,
              s.fillP99,
              s.gaps,
              s.lateModels,
            ]),
          },
        },
        {
          title: 'Bars',
          table: {
            columns: ['what', 'µs', 'bar, µs', 'holds'],
            rows: [
              [
                'fill, models off the deadline path, p99',
                worst('worker', (c) => c.fillP99),
                FILL_BAR_US,
              ],
              [
                'fill with all fitting on one core, p99',
                worst('inline', (c) => c.fillP99),
                DEADLINE_US,
              ],
              ["fill of a live channel, lateFit 'previous', p99", streams[0].fillP99, FILL_BAR_US],
            ].map(([what, micros, bar]) => [what, micros, bar, micros <= bar ? 'yes' : 'NO']),
          },
        },
      ],
      data: { seconds, costs, streams },
    };
  },
};
