import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { JamError } from '@jamnet/wire';

/** Where to look: given by tests, the process's own otherwise. */
export interface BrowserPlaces {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly isProgram: (path: string) => boolean;
}

const LINUX_NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const MAC_APPLICATIONS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_PROGRAMS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];
/** Programs there see a file system of their own, and may not find the page: the last to be tried. */
const CONFINED = '/snap/';

/** A browser that this installation offers to `process`, as far as it can be told without starting it. */
export const THIS_MACHINE: BrowserPlaces = {
  platform: process.platform,
  env: process.env,
  isProgram,
};

/**
 * Every Chrome, Chromium and Edge that is installed, the best first; what `JAMNET_BROWSER` names (a path, or a program on the
 * path) is then the only one.
 *
 * @throws {JamError} `bad-option` when `JAMNET_BROWSER` names nothing that is there
 */
export function findBrowsers(places: BrowserPlaces = THIS_MACHINE): string[] {
  const named = places.env['JAMNET_BROWSER'];
  if (named) {
    const found = isAbsolute(named) ? [named].filter(places.isProgram) : onPath([named], places);
    if (found.length > 0) return [found[0]];
    throw new JamError(
      'bad-option',
      `JAMNET_BROWSER is ${named}, and no such program is there; give the path of Chrome, Chromium or Edge`,
    );
  }
  const found = candidates(places).filter(places.isProgram);
  return [
    ...found.filter((path) => !path.includes(CONFINED)),
    ...found.filter((path) => path.includes(CONFINED)),
  ];
}

function candidates(places: BrowserPlaces): string[] {
  const { platform, env } = places;
  if (platform === 'darwin') {
    return ['/Applications', ...(env['HOME'] ? [join(env['HOME'], 'Applications')] : [])].flatMap(
      (folder) => MAC_APPLICATIONS.map((name) => `${folder}/${name}.app/Contents/MacOS/${name}`),
    );
  }
  if (platform === 'win32') {
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']];
    return WINDOWS_PROGRAMS.flatMap((parts) =>
      folders.flatMap((folder) => (folder ? [[folder, ...parts].join('\\')] : [])),
    );
  }
  return onPath(LINUX_NAMES, places);
}

function onPath(names: readonly string[], places: BrowserPlaces): string[] {
  const folders = (places.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) =>
    folders
      .map((folder) => join(folder, name))
      .filter(places.isProgram)
      .slice(0, 1),
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
