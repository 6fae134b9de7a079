import type { Bench } from '../bench.js';
import { timeExecutor } from './executor-times.js';
import { exportInputs } from './gpu-runner.js';

export const executor: Bench = {
  name: 'executor',
  about: 'an empty kernel from JavaScript: submit to result',
  async run(say) {
    await exportInputs();
    const times = await timeExecutor(say);
    const title = 'Executor: submit to result';
    if (typeof times === 'string') {
      return { title, sections: [{ title: 'No device', notes: [times] }], data: { reason: times } };
    }
    const { device, isGpu, ways, clock } = times;
    return {
      title,
      sections: [
        {
          title: `On ${device}${isGpu ? '' : ', which is no GPU'}`,
          table: {
            columns: ['way', 'median µs', 'p99 µs', 'median µs after 1-2 ms asleep', 'p99 µs'],
            rows: ways.map(({ way, busy, asleep }) => [
              way,
              busy.p50,
              busy.p99,
              asleep.p50,
              asleep.p99,
            ]),
          },
          notes: [
            'An empty kernel, from the call of run to the turn of the loop in which it resolves: submission, the device, its waiting thread, and the way back to the loop. The same in C++ is in the results of the bench parse.',
            clock === null
              ? 'The clock of the device cannot be read.'
              : `Clock of the device against CLOCK_MONOTONIC: at most ${clock.deviationNs.p50.toFixed(0)} ns apart (median of the bounds of ${clock.deviationNs.count} readings; p99 ${clock.deviationNs.p99.toFixed(0)} ns), ${clock.calibrated ? 'calibrated by the driver' : 'a query between two readings of the host'}.`,
          ],
        },
      ],
      data: times,
    };
  },
};
