import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root, stateDir } from './paths.mjs';

/** A failure that the message explains; no stack is shown for it. */
export class ExpectedError extends Error {
  expected = true;
}

export function seconds(sinceMs) {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
}

/**
 * Runs a command whose output is of interest only when it fails, and shows on standard error that it is still at it:
 * one line rewritten on a terminal, a line every ten seconds elsewhere.
 *
 * @param {string} title what is being done, in the present tense
 * @param {string[]} command executable and arguments
 * @param {object} options `detail(text)` may turn new output into a short remark on the progress
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function quietly(title, [file, ...args], { cwd = root, env, detail, shell } = {}) {
  const started = performance.now();
  const child = spawn(file, args, {
    cwd,
    env: { ...process.env, ...env },
    shell,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let remark = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
      remark = detail?.(text) ?? remark;
    });
  }
  const stopProgress = showProgress(
    () => `${title} … ${seconds(started)}${remark && `, ${remark}`}`,
  );
  const stopWithParent = killWithParent(child);
  try {
    const code = await exitCode(child);
    return { code, output };
  } finally {
    stopWithParent();
    stopProgress();
  }
}

/** Like {@link quietly}, but says when it is done and throws, with the output, when the command fails. */
export async function quietlyOrThrow(title, command, options) {
  const started = performance.now();
  const { code, output } = await quietly(title, command, options);
  if (code !== 0) {
    throw new ExpectedError(`${output.trimEnd()}\n\n✗ ${title}: failed with exit code ${code}`);
  }
  process.stderr.write(`✓ ${title} (${seconds(started)})\n`);
  return output;
}

/**
 * Runs a program in the place of this one: same terminal, signals passed on.
 *
 * @returns {Promise<number>} its exit code; when a signal ended it, this process ends by the same signal
 */
export async function inPlaceOfThis([file, ...args], { cwd = root, env } = {}) {
  const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' });
  // Ctrl-C reaches every process of the terminal by itself, and npm sends it once more: the program must get it once.
  const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  let interrupted = false;
  const handlers = {
    SIGINT: () => {
      if (!onTerminal && !interrupted) child.kill('SIGINT');
      interrupted = true;
    },
    SIGTERM: () => child.kill('SIGTERM'),
    SIGHUP: () => child.kill('SIGHUP'),
  };
  for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler);
  // A signal that npm is sent ends the shell between npm and this process, and nobody else tells us.
  const parent = process.ppid;
  const orphaned = setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearInterval(orphaned);
      for (const [name, handler] of Object.entries(handlers)) process.off(name, handler);
      if (signal) process.kill(process.pid, signal);
      else resolve(code);
    });
  });
}

/** Runs `work` while no other process in this clone runs work of the same name. */
export async function exclusively(name, work) {
  mkdirSync(stateDir, { recursive: true });
  const path = join(stateDir, `${name}.lock`);
  let told = false;
  while (!take(path)) {
    const owner = Number(read(path));
    if (!told && owner)
      process.stderr.write(`waiting for process ${owner}, which is doing the same …\n`);
    told = true;
    await sleep(200);
    if (!isAlive(owner) && read(path) === String(owner)) rmSync(path, { force: true });
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid) {
  if (!pid) return true; // being written at this moment
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function showProgress(line) {
  const terminal = process.stderr.isTTY;
  const show = () => process.stderr.write(terminal ? `\r\x1b[2K${line()}` : `${line()}\n`);
  // Not at once: what takes no time needs no announcement.
  const first = setTimeout(show, 300);
  const timer = setInterval(show, terminal ? 250 : 10_000);
  return () => {
    clearTimeout(first);
    clearInterval(timer);
    if (terminal) process.stderr.write('\r\x1b[2K');
  };
}

function killWithParent(child) {
  const stop = (signal) => {
    child.kill(signal);
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return () => process.off('SIGINT', stop).off('SIGTERM', stop);
}

function exitCode(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ? 128 : code));
  });
}
