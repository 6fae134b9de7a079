import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { runCommand, runCommandSync } from './command.js';
import { isLeftover } from './namespace-name.js';

const DIRECTORY = '/run/netns';

/** Namespaces of this process that exist, to be removed at the latest when it ends. */
const own = new Set<string>();

export async function addNamespaces(names: readonly string[]): Promise<void> {
  if (own.size === 0) process.on('exit', removeAtExit);
  for (const name of names) own.add(name);
  await runCommand('ip', ['-batch', '-'], names.map((name) => `netns add ${name}\n`).join(''));
}

/** Ends what runs in them and removes them, with their interfaces. One that does not exist is ignored. */
export async function removeNamespaces(names: readonly string[]): Promise<void> {
  const existing = new Set(listNamespaces());
  const failures: unknown[] = [];
  for (const name of names) {
    try {
      if (existing.has(name)) {
        await endProcesses(name);
        await runCommand('ip', ['netns', 'del', name]);
      }
      own.delete(name);
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (own.size === 0) process.off('exit', removeAtExit);
  if (failures.length > 0) throw failures[0];
}

/** Removes what processes left that ended without closing their LAN. */
export async function sweepLeftovers(): Promise<void> {
  for (const name of listNamespaces()) {
    if (!isLeftover(name)) continue;
    // Another process may be sweeping too; whoever comes second finds nothing.
    await removeNamespaces([name]).catch(() => undefined);
  }
}

function listNamespaces(): string[] {
  try {
    return readdirSync(DIRECTORY);
  } catch {
    return [];
  }
}

const ATTEMPTS = 100;
const ATTEMPT_MS = 20;

/** Kills the processes of a namespace, which are there only because they were started in it, and waits for their end. */
async function endProcesses(namespace: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const pids = await runCommand('ip', ['netns', 'pids', namespace]);
    if (pids === '') return;
    killAll(pids);
    await wait(ATTEMPT_MS);
  }
}

function removeAtExit(): void {
  for (const name of own) {
    killAll(runCommandSync('ip', ['netns', 'pids', name]).output);
    runCommandSync('ip', ['netns', 'del', name]);
  }
}

function killAll(pids: string): void {
  for (const pid of pids.split('\n').filter(Boolean)) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}
