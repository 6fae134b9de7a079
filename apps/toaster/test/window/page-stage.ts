import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { JamCommand } from '../../src/engine/jam-state.js';
import { findBrowsers } from '../../src/window/find-browser.js';
import { pageFile } from '../../src/window/page-file.js';
import { BINDING, type EngineStatus, type PageMessage } from '../../src/window/window-view.js';
import { createFakeRoom, type FakeRoom } from './fake-room.js';

/** The page in a real browser, with a room that goes on only when it is told to. */
export interface PageStage {
  readonly page: Page;
  readonly room: FakeRoom;
  /** What the page has said since it was last asked. */
  readonly said: PageMessage[];
  /** Everything that the browser complained about. */
  readonly faults: readonly string[];
  /** Lets time pass and shows the room to the page. */
  show(seconds?: number, engine?: EngineStatus): Promise<void>;
  /** Does it, waits until the page has said something, obeys, shows what comes of it, and gives the commands. */
  commandsOf(doing: () => Promise<unknown>): Promise<JamCommand[]>;
  close(): Promise<void>;
}

/** Why there is no page to be looked at here; undefined where there is. */
export function browserFault(): string | undefined {
  return findBrowsers().length > 0
    ? undefined
    : 'neither Chrome nor Chromium nor Edge is installed (Debian: apt-get install chromium)';
}

const ANSWER_WITHIN_MS = 10_000;
const RUNNING: EngineStatus = { kind: 'running' };

export async function openBrowser(): Promise<Browser> {
  const args = ['--host-resolver-rules=MAP * ~NOTFOUND'];
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  return chromium.launch({ executablePath: findBrowsers()[0], args });
}

export async function openStage(
  browser: Browser,
  size: { readonly width: number; readonly height: number },
  options: { readonly lively?: boolean; readonly reducedMotion?: 'reduce' } = {},
): Promise<PageStage> {
  const context = await browser.newContext({
    viewport: size,
    reducedMotion: options.reducedMotion ?? null,
  });
  const page = await context.newPage();
  const room = createFakeRoom({ seed: 3, lively: options.lively ?? false });
  const said: PageMessage[] = [];
  const faults: string[] = [];
  let heard: () => void = () => undefined;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.exposeBinding(BINDING, (_source, text: string) => {
    said.push(JSON.parse(text) as PageMessage);
    heard();
  });
  await page.goto(pathToFileURL(await pageFile()).href);

  async function show(seconds = 0, engine = RUNNING): Promise<void> {
    room.advance(seconds);
    const view = { engine, state: room.state() };
    await page.evaluate((shown) => {
      const { jamnet } = globalThis as unknown as {
        jamnet: { show(view: unknown): Promise<void> };
      };
      return jamnet.show(shown);
    }, view);
  }

  return {
    page,
    room,
    said,
    faults,
    show,
    async commandsOf(doing) {
      said.length = 0;
      const answer = new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('the page said nothing')), ANSWER_WITHIN_MS);
        heard = () => {
          clearTimeout(late);
          resolve();
        };
      });
      await doing();
      await answer;
      const commands = said.flatMap((message) =>
        message.page === 'command' ? [message.command] : [],
      );
      for (const command of commands) room.obey(command);
      await show();
      return commands;
    },
    close: () => context.close(),
  };
}
