// Installs the tarball of every public package in an empty project, and uses it the way a stranger would: imported,
// required, compiled against, and its commands run. Wants `npm run build` to have been run.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bareInstall } from './bare-install.mjs';
import { npm } from './install.mjs';
import { binOf, readJson, root, workspaces } from './paths.mjs';
import { ExpectedError, quietlyOrThrow } from './task.mjs';

const packages = workspaces().filter(({ manifest }) => !manifest.private);
const temporary = mkdtempSync(join(tmpdir(), 'jamnet-pack-'));
try {
  await packTest(temporary);
} catch (error) {
  if (!error.expected) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

async function packTest(dir) {
  const consumer = join(dir, 'consumer');
  const tarballs = await pack(join(dir, 'tarballs'));
  await install(consumer, tarballs);
  for (const workspace of packages) await importBothWays(consumer, workspace);
  await compile(consumer);
  for (const { manifest } of packages) {
    for (const command of Object.keys(manifest.bin ?? {})) await help(consumer, command);
  }
  await bareInstall(dir, tarballs, install, cleanEnv());
}

async function pack(dir) {
  mkdirSync(dir, { recursive: true });
  const names = packages.flatMap(({ name }) => ['--workspace', name]);
  const { command, shell } = npm('pack', '--json', '--pack-destination', dir, ...names);
  const output = await quietlyOrThrow(`packing ${packages.length} packages`, command, { shell });
  const report = JSON.parse(output.slice(output.search(/^[[{]/m)));
  for (const { name, files } of Object.values(report))
    checkContents(
      name,
      files.map(({ path }) => path),
    );
  return readdirSync(dir).map((file) => join(dir, file));
}

function checkContents(name, paths) {
  const { manifest } = packages.find((workspace) => workspace.name === name);
  const wanted = [
    'README.md',
    'LICENSE',
    ...entriesOf(manifest).flatMap(([, entry]) => [entry.default, entry.types]),
    ...Object.values(manifest.bin ?? {}),
  ].map((path) => path.replace(/^\.\//, ''));
  const isThere = (path) => paths.some((each) => each === path || each.startsWith(`${path}/`));
  // What a package says it brings along is to be built by then; binaries only where there is a compiler.
  const brought = manifest.files.filter((path) => !path.startsWith('!') && path !== 'prebuilds');
  const missing = [...wanted, ...brought].filter((path) => !isThere(path));
  // What a package names one by one is meant to be there.
  const named = [...wanted, ...manifest.files];
  const extra = paths.filter(
    (path) => /^(src|test|bench|scripts|node_modules)\//.test(path) && !named.includes(path),
  );
  if (missing.length > 0)
    throw new ExpectedError(`${name}: its tarball lacks ${missing.join(', ')}`);
  if (extra.length > 0) throw new ExpectedError(`${name}: its tarball has ${extra.join(', ')}`);
}

/** What a program can import: `.`, and `./name` where a package has more than one entry. */
function entriesOf(manifest) {
  return Object.entries(manifest.exports).filter(([, entry]) => entry.default !== undefined);
}

/** The same as a program writes them: `@jamnet/wire`, `@jamnet/wire/udp`. */
function specifiersOf({ name, manifest }) {
  return entriesOf(manifest).map(([path]) => name + path.slice(1));
}

async function install(consumer, tarballs, flags = []) {
  mkdirSync(consumer);
  write(
    consumer,
    'package.json',
    JSON.stringify({ name: 'consumer', private: true, type: 'module' }),
  );
  const nodeTypes = readJson(join(root, 'node_modules/@types/node/package.json')).version;
  const { command, shell } = npm(
    ...['install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'],
    ...[...flags, ...tarballs, `@types/node@${nodeTypes}`],
  );
  await quietlyOrThrow('installing the tarballs', command, {
    cwd: consumer,
    env: cleanEnv(),
    shell,
  });
}

async function importBothWays(consumer, { name, dir, manifest }) {
  const schemas = join(root, dir, 'json-schema');
  const documents =
    manifest.exports['./json-schema/*'] && existsSync(schemas) ? readdirSync(schemas) : [];
  const isLibrary = dir.startsWith('packages/');
  write(
    consumer,
    'both-ways.cjs',
    `const assert = require('node:assert');
     const names = (module) => Object.keys(module).filter((key) => key !== 'module.exports').sort();
     const specifiers = ${JSON.stringify(specifiersOf({ name, manifest }))};
     Promise.all(specifiers.map((specifier) => import(specifier))).then((all) => {
       for (const [index, imported] of all.entries()) {
         assert.deepStrictEqual(names(require(specifiers[index])), names(imported));
         if (${isLibrary}) assert.ok(names(imported).length > 0, 'exports nothing');
       }
       assert.strictEqual(require(${JSON.stringify(`${name}/package.json`)}).name, ${JSON.stringify(name)});
       for (const file of ${JSON.stringify(documents.filter((file) => file.endsWith('.json')))}) {
         require(${JSON.stringify(name)} + '/json-schema/' + file);
       }
     });`,
  );
  const command = [process.execPath, '--unhandled-rejections=strict', 'both-ways.cjs'];
  await quietlyOrThrow(`${name}: import and require`, command, { cwd: consumer, env: cleanEnv() });
}

async function compile(consumer) {
  const specifiers = packages.flatMap(specifiersOf);
  const imports = specifiers.map((name, index) => `import * as package${index} from '${name}';`);
  const uses = specifiers.map((_, index) => `package${index}`).join(', ');
  write(consumer, 'main.ts', `${imports.join('\n')}\nconsole.log(${uses});\n`);
  const compilerOptions = {
    ...{ module: 'NodeNext', target: 'ES2023', lib: ['ES2023'], types: ['node'] },
    ...{ strict: true, skipLibCheck: false, noEmit: true, exactOptionalPropertyTypes: true },
  };
  write(consumer, 'tsconfig.json', JSON.stringify({ compilerOptions, files: ['main.ts'] }));
  const command = [process.execPath, binOf('typescript', 'tsc'), '-p', '.'];
  await quietlyOrThrow('compiling against the types', command, { cwd: consumer, env: cleanEnv() });
}

async function help(consumer, name) {
  const { command, shell } = npm('exec', '--no', '--', name, '--help');
  const output = await quietlyOrThrow(`${name} --help`, command, {
    cwd: consumer,
    env: cleanEnv(),
    shell,
  });
  if (!output.includes(name))
    throw new ExpectedError(`${name} --help does not show its usage:\n${output}`);
}

/** The environment without what npm adds to it for the scripts of this repository. */
function cleanEnv() {
  const keep = /^npm_config_(registry|cache|userconfig|globalconfig|offline|proxy|https_proxy)$/i;
  const added = Object.keys(process.env).filter((key) => /^npm_/i.test(key) && !keep.test(key));
  return Object.fromEntries(added.map((key) => [key, undefined]));
}

function write(dir, name, content) {
  writeFileSync(join(dir, name), content);
}
