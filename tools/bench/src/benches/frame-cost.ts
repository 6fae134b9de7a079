import type { Bench } from '../bench.js';
import { figure } from '../report/table.js';
import {
  BATCH,
  FRAMES,
  frameTasks,
  measure,
  messageTasks,
  pathTasks,
  PAYLOAD_BYTES,
} from './frame-tasks.js';

const VALIDATE_BAR_NS = 5000;
const PARSE_BAR_NS = 2000;

export const frameCost: Bench = {
  name: 'frame-cost',
  about: 'ns per frame and per message: encode, check, filter, decode, validate',
  async run(say) {
    const groups = [
      { title: `Frames of ${PAYLOAD_BYTES + 42} bytes`, tasks: frameTasks() },
      { title: 'JMID messages (a note-on with timestamp and sequence)', tasks: messageTasks() },
      {
        title: 'Whole paths, from interface to interface, without sockets',
        tasks: await pathTasks(),
      },
    ];
    const measured = [];
    for (const { title, tasks } of groups) {
      say(title);
      measured.push({ title, costs: await measure(tasks) });
    }
    const all = measured.flatMap(({ costs }) => costs);
    const cost = (name: string): number => all.find((each) => each.name === name)?.medianNs ?? NaN;
    const bars = [
      ['validate, generated check', cost('validate, generated check'), VALIDATE_BAR_NS],
      ['validate, zod schema', cost('validate, zod schema'), VALIDATE_BAR_NS],
      ['parse, compact line', cost('parse, compact line'), PARSE_BAR_NS],
    ] as const;
    return {
      title: 'Cost of a frame and of a message',
      sections: [
        ...measured.map(({ title, costs }) => ({
          title,
          table: {
            columns: ['what', 'median ns', 'p99 ns', 'millions a second', 'ns after 1 ms asleep'],
            rows: costs.map((c) => [
              c.name,
              c.medianNs,
              c.p99Ns,
              1000 / c.medianNs,
              c.afterSleepNs,
            ]),
          },
        })),
        {
          title: 'Bars',
          table: {
            columns: ['what', 'median ns', 'bar ns', 'holds'],
            rows: bars.map(([name, ns, bar]) => [name, ns, bar, ns <= bar ? 'yes' : 'NO']),
          },
          notes: [
            `Each sample is the mean of a batch (of ${FRAMES} datagrams for whole paths, of ${figure(BATCH)} otherwise); the median and the 99th percentile are over the batches. The last column is the median of single calls, each after the process has slept for a millisecond: code and data have left the caches by then, which is how an event that comes now and then meets them.`,
          ],
        },
      ],
      data: { costs: measured, bars: bars.map(([name, ns, barNs]) => ({ name, ns, barNs })) },
    };
  },
};
