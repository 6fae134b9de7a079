import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JamCommand } from '../../src/engine/jam-state.js';
import { PAGE_AUDIT, type PageAudit } from './page-audit.js';
import { browserFault, openBrowser, openStage, type PageStage } from './page-stage.js';

const fault = browserFault();
if (fault !== undefined) {
  if (process.env.JAMNET_REQUIRE_BROWSER === '1')
    throw new Error(`JAMNET_REQUIRE_BROWSER=1, but ${fault}`);
  console.warn(`skipped: no page: ${fault}`);
}

const SIZES = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
] as const;
/** Pictures of the window for people to look at, in docs/results: JAMNET_WINDOW_PICTURES=1 takes them anew. */
const PICTURES =
  process.env.JAMNET_WINDOW_PICTURES === '1'
    ? ['lobby-1280', 'room-1280', 'notices-900', 'gone-900']
    : [];

let browser: Browser;
let stage: PageStage;

beforeAll(async () => {
  if (fault === undefined) browser = await openBrowser();
});
afterAll(() => browser?.close());
afterEach(() => stage?.close());

async function picture(name: string): Promise<void> {
  const file = `${name}-${stage.page.viewportSize()?.width}`;
  if (!PICTURES.includes(file)) return;
  const path = new URL(`../../../../docs/results/window-${file}.png`, import.meta.url);
  await stage.page.screenshot({ path: fileURLToPath(path) });
}

async function expectSound(): Promise<void> {
  expect(stage.faults).toEqual([]);
  const { clipped, faint, nameless } = await stage.page.evaluate<PageAudit>(PAGE_AUDIT);
  expect(clipped).toEqual([]);
  expect(faint).toEqual([]);
  expect(nameless).toEqual([]);
}

async function join(): Promise<void> {
  stage.room.obey({ do: 'join', room: 'main' });
  await stage.show(0.5);
  await stage.show(0.5);
}

const set = (settings: Extract<JamCommand, { do: 'set' }>['settings']): JamCommand => ({
  do: 'set',
  settings,
});

describe.skipIf(fault !== undefined).each(SIZES)('the page at $width × $height', (size) => {
  it('in the lobby lists rooms and people, joins and keeps one’s set-up', async () => {
    stage = await openStage(browser, size);
    const { page, commandsOf } = stage;
    await stage.show(0.1);
    await page.getByRole('button', { name: 'late-night-trio' }).waitFor();
    await expectSound();
    await picture('lobby');
    const name = page.getByLabel('Your name');
    await name.fill('Noor');
    expect(await commandsOf(() => name.press('Enter'))).toEqual([set({ name: 'Noor' })]);
    expect(
      await commandsOf(() => page.getByLabel('How others are found').selectOption('scan')),
    ).toEqual([set({ discovery: 'scan' })]);
    expect(await commandsOf(() => page.getByLabel('eth0').click())).toEqual([
      set({ interfaces: ['eth0'] }),
    ]);
    await page.getByLabel('Peers by address').fill('10.0.0.7:5005');
    expect(await commandsOf(() => page.getByRole('button', { name: 'Add' }).click())).toEqual([
      set({ peers: ['10.0.0.7:5005'] }),
    ]);
    expect(
      await commandsOf(() => page.getByRole('button', { name: 'Remove 10.0.0.7:5005' }).click()),
    ).toEqual([set({ peers: [] })]);
    expect(await commandsOf(() => page.getByLabel('MIDI out').selectOption('Minilogue'))).toEqual([
      set({ midiOut: 'Minilogue' }),
    ]);
    await page.getByLabel('Name of a room').fill('attic');
    expect(
      await commandsOf(() => page.getByRole('button', { name: 'Join', exact: true }).click()),
    ).toEqual([{ do: 'join', room: 'attic' }]);
    stage.room.obey({ do: 'leave' });
    await stage.show();
    expect(
      await commandsOf(() => page.getByRole('button', { name: 'late-night-trio' }).click()),
    ).toEqual([{ do: 'join', room: 'late-night-trio' }]);
    await expectSound();
  });

  it('in the room obeys every control', async () => {
    stage = await openStage(browser, size);
    const { page, commandsOf } = stage;
    await join();
    const click = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const anna = { do: 'peer', senderId: 1_001 } as const;
    expect(await commandsOf(() => click('Play'))).toEqual([{ do: 'play' }]);
    expect(await commandsOf(() => click('Stop'))).toEqual([{ do: 'stop' }]);
    expect(await commandsOf(() => click('Rewind'))).toEqual([{ do: 'rewind' }]);
    expect(await commandsOf(() => click('Faster'))).toEqual([{ do: 'tempo', tempo: 97 }]);
    expect(await commandsOf(() => click('Slower'))).toEqual([{ do: 'tempo', tempo: 96 }]);
    const tempo = page.getByLabel(/bpm/);
    await tempo.fill('104.5');
    expect(await commandsOf(() => tempo.press('Enter'))).toEqual([{ do: 'tempo', tempo: 104.5 }]);
    await page.getByLabel('go to bar').fill('17');
    expect(await commandsOf(() => page.keyboard.press('Enter'))).toEqual([
      { do: 'locate', bar: 17 },
    ]);
    expect(await commandsOf(() => click('Click'))).toEqual([set({ click: true })]);
    expect(await commandsOf(() => click('Hear yourself'))).toEqual([set({ monitor: true })]);
    expect(await commandsOf(() => click('Same delay for all'))).toEqual([set({ playoutMs: 40 })]);
    expect(await commandsOf(() => page.getByLabel("Delay of everyone's sound").fill('60'))).toEqual(
      [set({ playoutMs: 60 })],
    );
    expect(await commandsOf(() => page.getByLabel('Volume of Anna').fill('0.5'))).toEqual([
      { ...anna, volume: 0.5 },
    ]);
    expect(
      await commandsOf(() =>
        page.getByLabel('How much later than the others Anna is heard').fill('25'),
      ),
    ).toEqual([{ ...anna, delayMs: 25 }]);
    expect(await commandsOf(() => click('Mute Anna'))).toEqual([{ ...anna, muted: true }]);
    for (const [label, kind, name] of [
      ['Sound in', 'audioIn', 'Built-in Microphone'],
      ['Sound out', 'audioOut', 'Headphones'],
      ['MIDI in', 'midiIn', 'JAMNet virtual'],
      ['MIDI out', 'midiOut', 'Minilogue'],
    ] as const) {
      expect(
        await commandsOf(() => page.getByLabel(label, { exact: true }).selectOption(name)),
      ).toEqual([set({ [kind]: name })]);
    }
    await click('Settings');
    await page.getByLabel('Your name').waitFor();
    await expectSound();
    await click('You');
    expect(await commandsOf(() => click('Leave main'))).toEqual([{ do: 'leave' }]);
    await page.getByText('Where do you want to play?').waitFor();
    expect(stage.faults).toEqual([]);
  });

  it('shows who comes and goes, what is unplugged and what to do, without a dialog', async () => {
    stage = await openStage(browser, size, { lively: true });
    const { page, commandsOf } = stage;
    await join();
    stage.room.obey({ do: 'play' });
    stage.room.obey({ do: 'set', settings: { click: true } });
    stage.room.obey({ do: 'peer', senderId: 1_002, muted: true });
    for (let second = 0; second < 12; second += 0.5) await stage.show(0.5);
    await page.getByRole('listitem', { name: 'Emeka' }).waitFor();
    // Figures follow within a reading.
    await page.getByText('0:13').waitFor();
    await expectSound();
    await picture('room');
    for (let second = 0; second < 10; second += 0.5) await stage.show(0.5);
    await page.getByText('was unplugged').waitFor();
    await page.getByText('0:23').waitFor();
    expect(await page.locator('.peer[data-here=false]').getAttribute('aria-label')).toBe('Dmitri');
    expect(await page.locator('.problem').first().textContent()).toContain('is not plugged in');
    await expectSound();
    await picture('notices');
    const dismissed = await commandsOf(() =>
      page.getByRole('button', { name: /Dismiss: The audio device/ }).click(),
    );
    expect(dismissed).toEqual([{ do: 'dismiss', id: 1 }]);
    expect(await page.getByText('was unplugged').count()).toBe(0);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('says that the engine is gone and what happens next', async () => {
    stage = await openStage(browser, size);
    const { page } = stage;
    await join();
    const problem = 'it was ended by SIGKILL';
    await stage.show(0, { kind: 'restarting', problem, inMs: 2_000, room: 'main' });
    await page.getByText('It starts again in 2 s and joins main again.').waitFor();
    expect(await page.locator('main').getAttribute('inert')).not.toBeNull();
    await expectSound();
    await picture('gone');
    stage.said.length = 0;
    await page.getByRole('button', { name: 'Start now' }).click();
    await expect.poll(() => stage.said).toEqual([{ page: 'start-engine' }]);
    await stage.show();
    expect(await page.getByText('The engine is gone').count()).toBe(0);
    expect(await page.locator('main').getAttribute('inert')).toBeNull();
  });
});

describe.skipIf(fault !== undefined)('the keyboard', () => {
  it('does all that the strip at the lower end says', async () => {
    stage = await openStage(browser, SIZES[0]);
    const { page, commandsOf } = stage;
    await join();
    const press = (key: string) => commandsOf(() => page.keyboard.press(key));
    const of = (senderId: number) => ({ do: 'peer', senderId }) as const;
    expect(await press('Space')).toEqual([{ do: 'play' }]);
    expect(await press('Space')).toEqual([{ do: 'stop' }]);
    expect(await press('Home')).toEqual([{ do: 'rewind' }]);
    expect(await press('c')).toEqual([set({ click: true })]);
    expect(await press('o')).toEqual([set({ monitor: true })]);
    expect(await press('m')).toEqual([{ ...of(1_001), muted: true }]);
    await page.keyboard.press('ArrowDown');
    expect(await press('m')).toEqual([{ ...of(1_002), muted: true }]);
    expect(await press('+')).toEqual([{ ...of(1_002), volume: 1.05 }]);
    expect(await press('-')).toEqual([{ ...of(1_002), volume: 1 }]);
    await page.keyboard.press('t');
    await page.keyboard.type('88');
    expect(await press('Enter')).toEqual([{ do: 'tempo', tempo: 88 }]);
    await page.keyboard.press('g');
    await page.keyboard.type('9');
    expect(await press('Enter')).toEqual([{ do: 'locate', bar: 9 }]);
    await page.keyboard.press(',');
    await page.getByLabel('Your name').waitFor();
    await page.keyboard.press('Escape');
    expect(await press('Shift+L')).toEqual([{ do: 'leave' }]);
    await page.keyboard.press('/');
    await page.keyboard.type('cellar');
    expect(await press('Enter')).toEqual([{ do: 'join', room: 'cellar' }]);
  });

  it('plays with the space bar after a click on a button, and presses a button that was walked to', async () => {
    stage = await openStage(browser, SIZES[0]);
    const { page, commandsOf } = stage;
    await join();
    await commandsOf(() => page.getByRole('button', { name: 'Mute Anna' }).click());
    expect(await commandsOf(() => page.keyboard.press('Space'))).toEqual([{ do: 'play' }]);
    await page.getByLabel('go to bar').focus();
    await page.keyboard.press('Tab');
    expect(await commandsOf(() => page.keyboard.press('Space'))).toEqual([set({ click: true })]);
  });

  it('leaves a field as it was with escape, and sends nothing that cannot be', async () => {
    stage = await openStage(browser, SIZES[0]);
    const { page, commandsOf } = stage;
    await join();
    stage.said.length = 0;
    await page.keyboard.press('t');
    await page.keyboard.type('9000');
    await page.keyboard.press('Enter');
    await page.keyboard.press('t');
    await page.keyboard.type('77');
    await page.keyboard.press('Escape');
    expect(await commandsOf(() => page.keyboard.press('Space'))).toEqual([{ do: 'play' }]);
    expect(await page.getByLabel(/bpm/).inputValue()).toBe('96.0');
  });

  it('shows where it is', async () => {
    stage = await openStage(browser, SIZES[0]);
    await join();
    await stage.page.keyboard.press('Tab');
    const outline = await stage.page.evaluate<string>(
      'getComputedStyle(document.activeElement).outlineStyle',
    );
    expect(outline).toBe('solid');
  });
});

describe.skipIf(fault !== undefined)('the page', () => {
  it('can reach nothing: its policy allows its own script and style alone', async () => {
    stage = await openStage(browser, SIZES[0]);
    const policy = await stage.page.evaluate<string>(
      "document.querySelector('meta[http-equiv]').content",
    );
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[^;]+'; style-src 'sha256-[^;]+';/,
    );
    expect(policy).not.toContain('unsafe');
    const elsewhere = await stage.page.evaluate<string[]>(
      "[...document.querySelectorAll('[src], link[href]')].map(({ src, href }) => src ?? href).filter((address) => !address.startsWith('data:'))",
    );
    expect(elsewhere).toEqual([]);
  });

  it('moves nothing where less motion is wanted', async () => {
    stage = await openStage(browser, SIZES[0], { reducedMotion: 'reduce' });
    await join();
    const still = await stage.page.evaluate<[string, string]>(
      "[getComputedStyle(document.querySelector('.phase')).display, getComputedStyle(document.querySelector('.button')).transitionDuration]",
    );
    expect(still).toEqual(['none', '0s']);
  });

  it('draws anew what has changed, and nothing else', async () => {
    stage = await openStage(browser, SIZES[0]);
    await join();
    await stage.page.evaluate(`(() => {
      window.touched = 0;
      // Meters move with every view; that is what they are for.
      const isMeter = ({ target }) => target instanceof Element && target.closest('.meter') !== null;
      new MutationObserver((changes) => { window.touched += changes.filter((change) => !isMeter(change)).length; })
        .observe(document.getElementById('page'), { subtree: true, childList: true, attributes: true, characterData: true });
    })()`);
    const views = 30;
    for (let at = 0; at < views; at += 1) await stage.show(1 / 15);
    const touched = await stage.page.evaluate<number>('window.touched');
    console.info(`${touched} changes of the document in ${views} views with four peers`);
    // The clock, and once a second the figures and descriptions of the plots.
    expect(touched).toBeLessThan(views * 4);
  });
});
