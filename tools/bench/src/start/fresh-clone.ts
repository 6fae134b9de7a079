import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A place in which nobody has started TOASTer yet; it is taken away in the end. */
export interface FreshPlace {
  /** Where the clone will be. */
  readonly clone: string;
  /** Of a first user in a terminal: with an npm cache that is empty, and settings of their own. */
  readonly env: NodeJS.ProcessEnv;
  /** What is cloned. What is not committed is not in it. */
  readonly commit: string;
  /** `git clone` of this repository: from the same disk, but packed and unpacked as it comes from a server. */
  fetch(): Promise<void>;
  [Symbol.dispose](): void;
}

/** Of the terminal, not of a desktop; and nothing of an npm that started this, or of somebody's own. */
const NOT_THEIRS = /^(npm_(?!config_registry$)|JAMNET_|(DISPLAY|WAYLAND_DISPLAY|CI)$)/i;

export function createFreshPlace(settings: object): FreshPlace {
  const folder = mkdtempSync(join(tmpdir(), 'jamnet-start-'));
  const clone = join(folder, 'jamnet');
  const settingsFile = join(folder, 'toaster.json');
  writeFileSync(settingsFile, JSON.stringify(settings));
  const kept = Object.entries(process.env).filter(([name]) => !NOT_THEIRS.test(name));
  const root = git('rev-parse', '--show-toplevel');
  return {
    clone,
    env: {
      ...Object.fromEntries(kept),
      npm_config_cache: join(folder, 'npm-cache'),
      JAMNET_SETTINGS: settingsFile,
    },
    commit: git('rev-parse', '--short', 'HEAD'),
    async fetch() {
      await promisify(execFile)('git', ['clone', '--quiet', '--no-local', root, clone]);
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function git(...args: string[]): string {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const { stdout, stderr } = spawnSync('git', ['-C', here, ...args], { encoding: 'utf8' });
  if (!stdout) throw new Error(`git ${args.join(' ')}: ${stderr || 'git does not run'}`);
  return stdout.trim();
}
