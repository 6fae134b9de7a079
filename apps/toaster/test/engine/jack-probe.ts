import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { buildPrograms } from '../support/build-programs.js';
import type { ProbeNews, ProbeOrder } from './jack-probe-process.js';

/** A JACK client in a process of its own that plays into an engine and hears what comes out of it. */
export interface JackProbe {
  /** MIDI that came, in its order. */
  readonly heard: readonly (readonly number[])[];
  tell(order: ProbeOrder): void;
  /** How loud a tone was of late: one of those that it listens for. */
  level(hz: number): number;
  /** Resolves when it is so, looked at with all that is heard. */
  until(is: () => boolean, timeoutMs: number, what: string): Promise<void>;
  close(): Promise<void>;
}

let script: Promise<string> | undefined;

async function buildProbe(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'toaster-probe-'));
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
  const root = fileURLToPath(new URL('../../', import.meta.url));
  await buildPrograms(root, { probe: join(root, 'test/engine/jack-probe-process.ts') }, outDir);
  return join(outDir, 'probe.mjs');
}

/** Plugs a client into an engine's ports; it listens for tones of these frequencies. */
export async function plugProbe(server: string, tones: readonly number[]): Promise<JackProbe> {
  const path = await (script ??= buildProbe());
  // Before the engines that it looks at: it must not wait for them.
  const args = ['-n', '-18', process.execPath, path, server, 'toaster', ...tones.map(String)];
  const child = spawn('nice', args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let complaints = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const heard: (readonly number[])[] = [];
  const watchers = new Set<() => void>();
  let levels: Readonly<Record<string, number>> = {};
  let ready = false;
  child.on('message', (news: ProbeNews) => {
    if ('heard' in news) heard.push(news.heard);
    else if ('levels' in news) ({ levels } = news);
    else ready = true;
    for (const watch of [...watchers]) watch();
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const probe: JackProbe = {
    heard,
    tell: (order) => void child.send(order),
    level: (hz) => levels[hz] ?? 0,
    until: (is, timeoutMs, what) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          watchers.delete(watch);
          const found = JSON.stringify({ levels, last: heard.slice(-3), count: heard.length });
          reject(new Error(`${what}: not within ${timeoutMs} ms; ${found} ${complaints}`));
        }, timeoutMs);
        const watch = (): void => {
          if (!is()) return;
          clearTimeout(timer);
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
      }),
    async close() {
      child.kill('SIGKILL');
      await ended;
    },
  };
  await probe.until(() => ready, 20_000, 'the probe is plugged in');
  return probe;
}
