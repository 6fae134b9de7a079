import type { Finding, FindingState } from './findings.js';

/** How a line's state is set off: with colour, or as it is. */
export type DoctorStyle = Readonly<Record<FindingState | 'faint', (text: string) => string>>;

const MARKS: Readonly<Record<FindingState, string>> = { good: 'ok', fair: '!', bad: 'X' };
const MARK_WIDTH = 2;
const GAP = '  ';
/** Narrower than that, words would stand one below the other. */
const LEAST_TEXT_WIDTH = 24;

/** The findings as lines: mark, name, text, and below it what to do. Words that do not fit in `columns` go on below the text. */
export function layOut(
  findings: readonly Finding[],
  style: DoctorStyle,
  columns: number,
): string[] {
  const nameWidth = Math.max(...findings.map(({ name }) => name.length));
  const margin = ' '.repeat(MARK_WIDTH + nameWidth + 2 * GAP.length);
  const width = Math.max(LEAST_TEXT_WIDTH, columns - margin.length);
  return findings.flatMap(({ name, state, text, hint, because }) => {
    const [first, ...more] = wrapWords(text, width);
    const advice = hint ?? (because && `see ${because}`);
    const below = advice === undefined ? [] : wrapWords(`→ ${advice}`, width);
    return [
      style[state](MARKS[state].padEnd(MARK_WIDTH)) + GAP + name.padEnd(nameWidth) + GAP + first,
      ...more.map((line) => margin + line),
      ...below.map((line) => margin + style.faint(line)),
    ];
  });
}

/** Lines of at most `width` characters; a longer word, a path say, stays whole. */
function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
