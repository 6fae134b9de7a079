import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { type BrowserPlaces, findBrowsers } from '../../src/window/find-browser.js';
import { browserArguments } from '../../src/window/browser-arguments.js';

function machine(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  ...programs: string[]
): BrowserPlaces {
  return { platform, env, isProgram: (path) => programs.includes(path) };
}

const PATH = ['/usr/local/bin', '/snap/bin', '/usr/bin'].join(delimiter);

it('finds what is on the path, Chrome before Chromium before Edge, and confined ones last', () => {
  const [chrome, edge] = [join('/usr/bin', 'google-chrome'), join('/usr/bin', 'microsoft-edge')];
  const confined = join('/snap/bin', 'chromium');
  expect(findBrowsers(machine('linux', { PATH }, edge, confined, chrome))).toEqual([
    chrome,
    edge,
    confined,
  ]);
});

it('finds applications on macOS, those of the user too', () => {
  const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  const edge = '/Users/mira/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge';
  expect(findBrowsers(machine('darwin', { HOME: '/Users/mira' }, edge, chrome))).toEqual([
    chrome,
    edge,
  ]);
});

it('finds Edge on Windows, where it always is', () => {
  const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
  const env = { PROGRAMFILES: 'C:\\Program Files', 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' };
  expect(findBrowsers(machine('win32', env, edge))).toEqual([edge]);
});

it('takes what JAMNET_BROWSER names and nothing else', () => {
  const [mine, chrome] = [join('/usr/bin', 'mine'), join('/usr/bin', 'google-chrome')];
  expect(findBrowsers(machine('linux', { PATH, JAMNET_BROWSER: 'mine' }, mine, chrome))).toEqual([
    mine,
  ]);
  expect(findBrowsers(machine('linux', { PATH, JAMNET_BROWSER: mine }, mine))).toEqual([mine]);
});

it('says so when JAMNET_BROWSER names nothing', () => {
  const places = machine('linux', { PATH, JAMNET_BROWSER: '/opt/gone' }, '/usr/bin/chromium');
  expect(() => findBrowsers(places)).toThrow(/JAMNET_BROWSER is \/opt\/gone/);
});

it('finds nothing where nothing is', () => {
  expect(findBrowsers(machine('linux', { PATH }))).toEqual([]);
  expect(findBrowsers(machine('win32', {}))).toEqual([]);
});

it('starts it on the page alone, by pipe, without a way to any server', () => {
  const options = { pageUrl: 'file:///p.html', dataFolder: '/tmp/d', more: ['--headless=new'] };
  const given = browserArguments({ ...options, isRoot: false });
  expect(given).toEqual(
    expect.arrayContaining([
      '--app=file:///p.html',
      '--remote-debugging-pipe',
      '--user-data-dir=/tmp/d',
      '--host-resolver-rules=MAP * ~NOTFOUND',
      '--no-first-run',
      '--headless=new',
    ]),
  );
  expect(given).not.toContain('--no-sandbox');
  expect(given.filter((argument) => argument.includes('debugging-port'))).toEqual([]);
  expect(browserArguments({ ...options, isRoot: true })).toContain('--no-sandbox');
});
