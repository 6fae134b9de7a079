import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { binOf, readJson, root, stateDir, workspaces } from './paths.mjs';
import { ExpectedError, exclusively, quietly, seconds } from './task.mjs';

const statePath = join(stateDir, 'build.json');
const sharedInputs = ['tsup.base.ts', 'tsconfig.base.json', 'package-lock.json'];

/**
 * Builds the JavaScript of a workspace and of all it depends on, where `dist` is not up to date. No declarations:
 * they take most of the time, and running a program does not need them. `npm run build` makes both.
 */
export async function ensureBuilt(name) {
  if (staleOf(name).length === 0) return;
  await exclusively('build', async () => {
    const stale = staleOf(name);
    if (stale.length === 0) return;
    const started = performance.now();
    const queue = [...stale];
    const workers = Array.from(
      { length: Math.min(queue.length, availableParallelism()) },
      async () => {
        for (let item = queue.shift(); item; item = queue.shift()) await build(item);
      },
    );
    await Promise.all(workers);
    process.stderr.write(`✓ building ${stale.length} packages (${seconds(started)})\n`);
  });
}

async function build({ dir, inputs }) {
  const { code, output } = await quietly(
    `building ${dir}`,
    [process.execPath, binOf('tsup'), '--no-dts'],
    { cwd: join(root, dir) },
  );
  if (code !== 0) throw new ExpectedError(`${output.trimEnd()}\n\n✗ building ${dir}: failed`);
  const state = existsSync(statePath) ? readJson(statePath) : {};
  state[dir] = { inputs, outputs: outputsOf(dir).digest };
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(statePath, JSON.stringify(state, null, 2));
}

function staleOf(name) {
  const state = existsSync(statePath) ? readJson(statePath) : {};
  return closure(name)
    .map(({ dir }) => ({ dir, ...inputsOf(dir) }))
    .filter(({ dir, inputs, newest }) => {
      const outputs = outputsOf(dir);
      if (outputs.count === 0) return true;
      if (state[dir]?.inputs === inputs && state[dir].outputs === outputs.digest) return false;
      return outputs.oldest <= newest; // not built by us, but by a full build later than the last edit
    });
}

/** The workspace and every workspace it depends on. */
function closure(name) {
  const byName = new Map(workspaces().map((workspace) => [workspace.name, workspace]));
  const reached = new Set();
  const visit = (current) => {
    const workspace = byName.get(current);
    if (!workspace || reached.has(workspace)) return;
    reached.add(workspace);
    const { dependencies = {}, optionalDependencies = {} } = workspace.manifest;
    Object.keys({ ...dependencies, ...optionalDependencies }).forEach(visit);
  };
  visit(name);
  return [...reached];
}

function inputsOf(dir) {
  const hash = createHash('sha256');
  let newest = 0;
  const paths = [`${dir}/package.json`, `${dir}/tsup.config.ts`, ...walk(`${dir}/src`)];
  for (const path of [...sharedInputs, ...paths]) {
    const stat = statSync(join(root, path));
    newest = Math.max(newest, stat.mtimeMs);
    hash.update(`${path}\n`);
    if (stat.isFile()) hash.update(readFileSync(join(root, path)));
  }
  return { inputs: hash.digest('hex'), newest };
}

function outputsOf(dir) {
  const hash = createHash('sha256');
  let oldest = Infinity;
  const files = walk(`${dir}/dist`).filter((path) => path.endsWith('.js'));
  for (const path of files) {
    const { mtimeMs, size } = statSync(join(root, path));
    oldest = Math.min(oldest, mtimeMs);
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return { count: files.length, oldest, digest: hash.digest('hex') };
}

/** Folders and files below a folder; a folder's own time tells of deleted files. */
function walk(dir) {
  if (!existsSync(join(root, dir))) return [];
  const found = [dir];
  for (const entry of readdirSync(join(root, dir), { withFileTypes: true })) {
    const path = `${dir}/${entry.name}`;
    if (entry.isDirectory()) found.push(...walk(path));
    else found.push(path);
  }
  return found.sort();
}
