/**
 * Music from Debian's packages as short clips, for measuring and training concealment. Nothing of it is committed.
 *
 *   npm run recordings [-- dev|held] [--list]
 */
import { copyClips } from './copy-clips.js';
import { CLIPS } from './clips.js';
import { prepareClips } from './prepare-clips.js';
import { SOURCES, type Split } from './sources.js';

const args = process.argv.slice(2);
const splits: readonly Split[] = (['dev', 'held'] as const).filter(
  (split) => args.includes(split) || !(args.includes('dev') || args.includes('held')),
);

if (args.includes('--list')) {
  for (const { name, megabytes, splits: parts, licence, by } of SOURCES) {
    print(`${name}: ${parts.join(' and ')}, ${megabytes} MB, ${licence}, by ${by}`);
  }
  for (const { split, group, name, source } of CLIPS)
    print(`${split} ${group} ${name} (${source})`);
} else {
  for (const split of splits) prepareClips(split, print);
  const out = args.indexOf('--out');
  if (out >= 0) for (const split of splits) copyClips(split, args[out + 1]);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
