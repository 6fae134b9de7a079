import type { Bench } from '../bench.js';
import { exportInputs, runRunner } from './gpu-runner.js';
import {
  deviceText,
  executorSection,
  parseBars,
  parsePlot,
  type ParseRow,
  parseTable,
} from './parse-sections.js';
import { timeWays } from './parse-ways.js';

const SIZES = [1, 16, 100, 1_000, 10_000, 100_000];
const RUNNER_SECONDS_EACH = 0.3;

export const parse: Bench = {
  name: 'parse',
  about: 'JSON lines into columns: GPU, CPU reference, JSON.parse, simdjson',
  async run(say) {
    say('lines and kernels');
    await exportInputs();
    const rows: ParseRow[] = [];
    for (const lines of SIZES) {
      say(`in Node, ${lines} lines`);
      rows.push(...(await timeWays(lines)));
    }
    say('gpu_runner: compiles and runs');
    const runner = await runRunner(RUNNER_SECONDS_EACH);
    if (runner instanceof Error) {
      return {
        title: 'Parsing JSON lines',
        sections: [parseTable('In Node', rows, [`gpu_runner did not run: ${runner.message}`])],
        plots: [parsePlot('Parsing JSON lines', rows)],
        data: { rows },
      };
    }
    const all = [...rows, ...runner.parse];
    return {
      title: 'Parsing JSON lines',
      sections: [
        parseTable('In Node', rows, [
          `JMID lines of 60 bytes. Device: ${deviceText(runner)}. The ways take turns in one process; medians. What the parser reads from JavaScript lies in the arena already, as the network puts it there.`,
        ]),
        parseTable('The same kernel in C++, and simdjson', runner.parse, [
          `One process, in turns. Mapped: the kernel reads and writes where the lines and columns lie; staged: they are copied to the device's memory and back, by the device or by the host. simdjson reads the same fields into columns with its on-demand document stream (${runner.simdjson}). Every column of the GPU ways equals the reference's: ${runner.equal ? 'yes' : 'NO'}.`,
        ]),
        parseBars(rows, runner.parse, runner),
        executorSection(runner),
      ],
      plots: [parsePlot(`Parsing JSON lines, ${runner.device?.name ?? 'no device'}`, all)],
      data: { rows, runner },
    };
  },
};
