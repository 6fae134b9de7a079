// Compiling C++ without a build system: what the build of the addon and the native tests share.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

export const packageDir = join(dirname(fileURLToPath(import.meta.url)), '..');
export const nativeDir = join(packageDir, 'native');

/** Where object files are kept from one run to the next. Safe to delete. */
export const buildDir = join(packageDir, 'native-build');

export const compiler = process.env.CXX || 'c++';

export const commonFlags = [
  ...['-std=c++17', '-Wall', '-Wextra', '-Wno-missing-field-initializers', '-pthread'],
  `-I${nativeDir}`,
];

/** Why nothing can be compiled here, in one line, or undefined. */
export function compilerFault() {
  if (process.platform === 'win32')
    return 'the addon is not built on Windows yet: there is no build with its compiler';
  const { error, status } = spawnSync(compiler, ['--version'], { stdio: 'ignore' });
  if (!error && status === 0) return undefined;
  return `no C++ compiler: ${compiler} does not run. Install one (Debian: apt-get install g++) or name one in CXX`;
}

/** Every file below a folder whose name ends so, in a fixed order. */
export function filesBelow(folder, ending) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path, ending);
      return entry.name.endsWith(ending) ? [path] : [];
    })
    .sort();
}

/** The rooms: folders of `native` that hold plain C++ and know nothing of Node. */
export function rooms() {
  const apart = ['binding', 'test', 'fuzz'];
  return readdirSync(nativeDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !apart.includes(entry.name))
    .map(({ name }) => name);
}

/** The sources of rooms, without those for other platforms: they lie in a folder named after theirs. */
export function roomSources(names = rooms()) {
  const foreign = ['linux', 'darwin', 'win32'].filter((name) => name !== process.platform);
  return names
    .flatMap((name) => filesBelow(join(nativeDir, name), '.cc'))
    .filter((path) => !path.split(/[\\/]/).some((part) => foreign.includes(part)));
}

export function bindingSources() {
  return roomSources(['binding']);
}

/** What the binding needs on top: two packages that hold headers only, found where this package is installed. */
export function nodeFlags() {
  const apiDir = dirname(require.resolve('node-addon-api/package.json'));
  const headersDir = join(dirname(require.resolve('node-api-headers/package.json')), 'include');
  return [
    `-isystem${headersDir}`,
    `-isystem${apiDir}`,
    '-DNAPI_VERSION=8',
    '-DNAPI_CPP_EXCEPTIONS',
    // A worker can be terminated while it is in a native call: what that call can then not throw is nobody's to catch, and
    // would otherwise end the process.
    '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
  ];
}

export const addonLinkFlags =
  process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared'];

/** Vulkan's headers come from the system. The flags are empty where it has none. */
export function vulkanFlags() {
  const input = '#include <vulkan/vulkan.h>\n';
  const probe = spawnSync(compiler, ['-x', 'c++', '-E', '-'], {
    input,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  return probe.status === 0 ? ['-DJAMNET_VULKAN=1', '-DVK_NO_PROTOTYPES'] : [];
}

/** Compiles what is older than what it includes, a file per core at a time. Gives the object files. */
export async function compileAll(paths, flags) {
  const digest = createHash('sha256')
    .update([compiler, ...flags].join('\0'))
    .digest('hex');
  const dir = join(buildDir, digest.slice(0, 12));
  mkdirSync(dir, { recursive: true });
  const jobs = paths.map((path) => {
    const name = relative(nativeDir, path).replace(/[\\/]/g, '_');
    return { path, object: join(dir, name.replace(/\.cc$/, '.o')) };
  });
  const failures = [];
  await inParallel(jobs.filter(isStale), async ({ path, object }) => {
    // Another process may be at the same file, and whoever reads it must find a whole one.
    const fresh = `${object}.${process.pid}`;
    const { code, output } = await run([
      ...[compiler, ...flags, '-c', path, '-o', fresh],
      ...['-MMD', '-MF', `${fresh}.d`],
    ]);
    if (output) process.stderr.write(output);
    if (code !== 0) {
      failures.push(relative(packageDir, path));
      rmSync(fresh, { force: true });
      rmSync(`${fresh}.d`, { force: true });
      return;
    }
    renameSync(`${fresh}.d`, `${object}.d`);
    renameSync(fresh, object);
  });
  if (failures.length > 0) throw new Error(`did not compile: ${failures.join(', ')}`);
  return jobs.map(({ object }) => object);
}

/** Links into a file that is replaced, never written over: a process may have the old one loaded. */
export async function link(out, objects, flags) {
  mkdirSync(dirname(out), { recursive: true });
  const fresh = `${out}.${process.pid}`;
  const { code, output } = await run([
    compiler,
    ...flags,
    '-pthread',
    '-o',
    fresh,
    ...objects,
    '-ldl',
  ]);
  if (code !== 0) {
    rmSync(fresh, { force: true });
    throw new Error(`linking ${relative(packageDir, out)} failed\n${output.trimEnd()}`);
  }
  renameSync(fresh, out);
}

/** Runs a program to its end. `timeoutMs` kills it. */
export function run([file, ...args], { env, cwd, timeoutMs } = {}) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd,
      env: { ...process.env, ...env },
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.once('error', (error) => resolve({ code: 1, output: `${output}${error.message}\n` }));
    child.once('close', (code, signal) => {
      resolve({ code: code ?? 1, output: signal ? `${output}ended by ${signal}\n` : output });
    });
  });
}

export async function inParallel(items, work) {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

/** The compiler has written down what each file includes, system headers left out. */
function isStale({ path, object }) {
  if (!existsSync(object) || !existsSync(`${object}.d`)) return true;
  const builtMs = statSync(object).mtimeMs;
  const [, list = ''] = readFileSync(`${object}.d`, 'utf8')
    .replaceAll('\\\n', ' ')
    .split(/:\s(.*)/s);
  const included = list.split(/(?<!\\)\s+/).map((name) => name.replaceAll('\\ ', ' '));
  return [path, ...included.filter(Boolean)].some(
    (name) => !existsSync(name) || statSync(name).mtimeMs >= builtMs,
  );
}
