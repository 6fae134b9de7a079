import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pageFile } from '../../src/window/page-file.js';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jamnet-page-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function checkout(text: string): void {
  write('page/vite.config.ts', `export default { root: ${JSON.stringify(join(folder, 'page'))} };`);
  write('page/index.html', `<!doctype html><title>${text}</title>`);
  write('src/window/a.ts', '');
  write('src/engine/jam-state.ts', '');
}

/** As if the file had been changed that much later than now. */
function touch(path: string, seconds: number): void {
  const at = Date.now() / 1_000 + seconds;
  utimesSync(join(folder, path), at, at);
}

it('takes the page of an installation as it is', async () => {
  write('page-dist/index.html', 'built');
  expect(await pageFile(folder)).toBe(join(folder, 'page-dist/index.html'));
});

it('says so when it is missing there', async () => {
  await expect(pageFile(folder)).rejects.toThrow(/is not there; install TOASTer again/);
});

it('builds the page of a checkout when it is missing, and again when a source is newer', async () => {
  checkout('first');
  const path = await pageFile(folder);
  expect(readFileSync(path, 'utf8')).toContain('<title>first</title>');
  // Nothing is newer: nothing is built.
  write('page/index.html', '<!doctype html><title>second</title>');
  touch('page/index.html', -60);
  await pageFile(folder);
  expect(readFileSync(path, 'utf8')).toContain('<title>first</title>');
  touch('src/engine/jam-state.ts', 60);
  await pageFile(folder);
  expect(readFileSync(path, 'utf8')).toContain('<title>second</title>');
  expect(readdirSync(folder).sort()).toEqual(['page', 'page-dist', 'src']);
});

it('says why it cannot be built', async () => {
  checkout('never');
  write('page/vite.config.ts', 'throw new Error("no such luck")');
  await expect(pageFile(folder)).rejects.toThrow(/The page cannot be built: [^]*no such luck/);
});
