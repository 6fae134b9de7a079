import type { Diagnosis } from '../doctor/diagnosis.js';
import { findingsOf } from '../doctor/findings.js';
import { type DoctorStyle, layOut } from '../doctor/lay-out.js';
import { ExitCode } from '../exit-code.js';
import { formatCountOf } from '../report/number-format.js';
import type { CommandContext } from './context.js';

/**
 * `toaster doctor`: says what was found, and of what is missing why and what to do. Fails only when nothing can work. `columns` is as wide as lines may
 * be, Infinity where nobody wraps them.
 */
export async function runDoctor(
  examine: () => Promise<Diagnosis>,
  style: DoctorStyle,
  columns: number,
  { output }: CommandContext,
): Promise<ExitCode> {
  output.log('looking at this machine, about a second');
  const diagnosis = await examine();
  const findings = findingsOf(diagnosis);
  for (const line of layOut(findings, style, columns)) output.text(line);
  const works = findings.every(({ state }) => state !== 'bad');
  const causes = findings.filter(({ state, because }) => state === 'fair' && !because).length;
  output.line({ doctor: { works, findings, ...diagnosis } });
  output.log(
    works
      ? `everything works${causes > 0 ? `; ${formatCountOf(causes, 'thing')} could be better` : ''}`
      : 'nothing can be sent or received like that',
  );
  return works ? ExitCode.done : ExitCode.failed;
}
