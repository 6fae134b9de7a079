import { createJamParser } from '@jamnet/jam';
import { type ParserFacts, missing, reasonOf } from './diagnosis.js';

/** Lets the parser measure, as it does when a program makes one. About 0.4 s with a device, no time without. */
export async function examineParser(): Promise<ParserFacts> {
  try {
    const parser = await createJamParser({ mode: 'auto' });
    await parser.measured();
    const { crossings, notice } = parser;
    parser.close();
    if (crossings.length === 0) {
      return missing('lines are parsed on the processor', notice ?? 'nothing to do');
    }
    return {
      ok: true,
      crossings: crossings.map(({ form, lines, cpuNsPerLine, deviceNsPerLine, deviceFixedUs }) => ({
        form,
        lines: Number.isFinite(lines) ? lines : null,
        cpuNsPerLine: Math.round(cpuNsPerLine),
        deviceNsPerLine: Math.round(deviceNsPerLine),
        deviceFixedUs: Math.round(deviceFixedUs),
      })),
    };
  } catch (error) {
    return missing(reasonOf(error), 'lines are read one by one');
  }
}
