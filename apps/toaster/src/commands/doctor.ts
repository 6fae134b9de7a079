import type { Diagnosis } from '../doctor/diagnosis.js';
import { findingsOf, type FindingState } from '../doctor/findings.js';
import { ExitCode } from '../exit-code.js';
import { formatCountOf } from '../report/number-format.js';
import type { CommandContext } from './context.js';

/** How a line's state is set off: with colour, or as it is. */
export type DoctorStyle = Readonly<Record<FindingState | 'faint', (text: string) => string>>;

const MARKS: Readonly<Record<FindingState, string>> = { good: 'ok', fair: '!', bad: 'X' };
const MARK_WIDTH = 2;

/** `toaster doctor`: says what was found, and of what is missing why and what to do. Fails only when nothing can work. */
export async function runDoctor(
  examine: () => Promise<Diagnosis>,
  style: DoctorStyle,
  { output }: CommandContext,
): Promise<ExitCode> {
  output.log('looking at this machine, about a second');
  const diagnosis = await examine();
  const findings = findingsOf(diagnosis);
  const width = Math.max(...findings.map(({ name }) => name.length));
  for (const { name, state, text, hint } of findings) {
    output.text(`${style[state](MARKS[state].padEnd(MARK_WIDTH))}  ${name.padEnd(width)}  ${text}`);
    if (hint !== undefined) {
      output.text(style.faint(`${' '.repeat(MARK_WIDTH + 2 + width + 2)}${hint}`));
    }
  }
  const works = findings.every(({ state }) => state !== 'bad');
  const fair = findings.filter(({ state }) => state === 'fair').length;
  output.line({ doctor: { works, findings, ...diagnosis } });
  output.log(
    works
      ? `everything works${fair > 0 ? `; ${formatCountOf(fair, 'thing')} could be better` : ''}`
      : 'nothing can be sent or received like that',
  );
  return works ? ExitCode.done : ExitCode.failed;
}
