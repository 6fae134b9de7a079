import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureBuilt } from './fresh-build.mjs';
import { ensureInstalled } from './install.mjs';
import { binOf, root } from './paths.mjs';
import { ExpectedError, inPlaceOfThis } from './task.mjs';

const commands = { start, test, check };

/** @returns {Promise<number>} the exit code */
export async function runCommand(name, args) {
  const command = commands[name];
  if (!command) {
    throw new ExpectedError(
      `usage: node tools/repo/bootstrap.mjs ${Object.keys(commands).join('|')} [arguments]`,
    );
  }
  await ensureInstalled();
  // Not before: it wants headers that come with the dependencies.
  const { ensureNative } = await import('./native-part.mjs');
  await ensureNative();
  return command(args);
}

/** TOASTer as this machine can show it; `npm start -- demo` and other commands after it run instead. */
async function start(args) {
  await ensureBuilt('@jamnet/toaster');
  const wanted = args.length > 0 && !args[0].startsWith('-') ? args : [...shown(), ...args];
  return inPlaceOfThis([process.execPath, join(root, 'apps/toaster/dist/cli.js'), ...wanted]);
}

/** In a window on a desktop, in the terminal without one, and where there is neither, the demonstration. */
function shown() {
  const { DISPLAY, WAYLAND_DISPLAY, CI } = process.env;
  const hasDesktop = process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY;
  if (hasDesktop && !CI) return ['window'];
  return process.stdout.isTTY && process.stdin.isTTY ? ['window', '--tui'] : ['demo'];
}

/** All tests, unit and integration. `JAMNET_TEST_REPORT` names a file that gets vitest's report in JSON as well. */
async function test(args) {
  const report = process.env.JAMNET_TEST_REPORT;
  const reporters = [];
  if (report) {
    mkdirSync(dirname(report), { recursive: true });
    reporters.push('--reporter=default', '--reporter=json', `--outputFile.json=${report}`);
  }
  return inPlaceOfThis([process.execPath, binOf('vitest'), 'run', ...reporters, ...args]);
}

async function check(args) {
  const { runChecks } = await import('./check.mjs');
  return runChecks(args);
}
