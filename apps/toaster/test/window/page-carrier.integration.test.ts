import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { type BrowserWindow, openBrowserWindow } from '../../src/window/browser-window.js';
import { findBrowsers } from '../../src/window/find-browser.js';
import type { PageMessage, WindowView } from '../../src/window/window-view.js';
import { browserFault } from './page-stage.js';

const fault = browserFault();
if (fault !== undefined && process.env.JAMNET_REQUIRE_BROWSER === '1')
  throw new Error(`JAMNET_REQUIRE_BROWSER=1, but ${fault}`);

const folder = mkdtempSync(join(tmpdir(), 'jamnet-carrier-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A page that answers each view with what it was shown, and takes its time. */
function echoPage(slowMs: number): string {
  const path = join(folder, `echo-${slowMs}.html`);
  writeFileSync(
    path,
    `<!doctype html><script>
      const tell = (message) => jamnetTell(JSON.stringify(message));
      window.jamnet = {
        begin() { if (window.jamnetTell) tell({ page: 'ready' }); },
        show(view) {
          tell({ page: 'command', command: { do: 'dismiss', id: view.engine.forS } });
          return new Promise((resolve) => setTimeout(resolve, ${slowMs}));
        },
      };
      window.jamnet.begin();
    </script>`,
  );
  return pathToFileURL(path).href;
}

const view = (number: number): WindowView => ({
  engine: { kind: 'silent', forS: number },
  state: null,
});

async function open(slowMs: number): Promise<{
  readonly window: BrowserWindow;
  /** Numbers of the views that the page was shown. */
  readonly shown: number[];
  readonly next: (number: number) => Promise<void>;
}> {
  const shown: number[] = [];
  const waiting = new Map<number, () => void>();
  const onMessage = (message: PageMessage) => {
    if (message.page !== 'command' || message.command.do !== 'dismiss') return;
    shown.push(message.command.id);
    waiting.get(message.command.id)?.();
  };
  const window = await openBrowserWindow({
    browser: findBrowsers()[0],
    moreArguments: ['--headless=new'],
    pageUrl: echoPage(slowMs),
    firstView: view(0),
    onMessage,
  });
  return {
    window,
    shown,
    next: (number) => new Promise((resolve) => waiting.set(number, resolve)),
  };
}

it.skipIf(fault !== undefined)(
  'carries views there and messages back within milliseconds',
  async () => {
    const { window, shown, next } = await open(0);
    const times: number[] = [];
    for (let number = 1; number <= 200; number += 1) {
      const began = performance.now();
      const answer = next(number);
      window.show(view(number));
      await answer;
      times.push(performance.now() - began);
    }
    await window.close();
    times.sort((one, other) => one - other);
    console.info(`round trip ${times[100].toFixed(2)} ms median, ${times[198].toFixed(2)} ms p99`);
    // The one from before the page was there may have been overtaken.
    expect(shown.filter((number) => number > 0)).toEqual(times.map((_, i) => i + 1));
    expect(times[100]).toBeLessThan(50);
  },
);

it.skipIf(fault !== undefined)(
  'shows a slow page the newest view and never a queue of old ones',
  async () => {
    const { window, shown, next } = await open(100);
    const last = next(500);
    for (let number = 1; number <= 500; number += 1) window.show(view(number));
    await last;
    await window.close();
    // The first, the one that was on its way, the newest.
    expect(shown.length).toBeLessThanOrEqual(3);
    expect(shown.at(-1)).toBe(500);
  },
);
