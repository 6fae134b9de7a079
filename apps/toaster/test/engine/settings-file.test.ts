import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JamSettings } from '../../src/engine/jam-state.js';
import {
  defaultSettings,
  readSettings,
  settingsFault,
  settingsPath,
  writeSettings,
} from '../../src/engine/settings-file.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toaster-settings-'));
  path = join(folder, 'deep', 'toaster.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(text: string): void {
  mkdirSync(join(folder, 'deep'), { recursive: true });
  writeFileSync(path, text);
}

describe('the settings', () => {
  it('are kept from one run to the next', () => {
    const kept: JamSettings = {
      ...defaultSettings(),
      name: 'Ada',
      peers: ['192.0.2.1:5004'],
      audioIn: null,
      playoutMs: 12.5,
    };
    expect(writeSettings(path, kept)).toBeNull();
    expect(readSettings(path)).toEqual({ settings: kept, fault: null });
    expect(readdirSync(join(folder, 'deep'))).toEqual(['toaster.json']);
  });

  it('are the defaults at the first start, and that is no fault', () => {
    expect(readSettings(path)).toEqual({ settings: defaultSettings(), fault: null });
    const { name } = defaultSettings();
    expect(name.length).toBeGreaterThan(0);
    expect(settingsFault(defaultSettings())).toBeNull();
  });

  it('that are of an older version have defaults for what is new, and what is no more is left out', () => {
    put('{"name":"Ada","colour":"red"}');
    expect(readSettings(path).settings).toEqual({ ...defaultSettings(), name: 'Ada' });
  });

  it.each(['', '{', 'null', '[]', '"name"', '{"name":5}', '{"playoutMs":1e9}', '{"peers":"x"}'])(
    'that are damaged (%s) are said to be, and not used',
    (text) => {
      put(text);
      const { settings, fault } = readSettings(path);
      expect(settings).toEqual(defaultSettings());
      expect(fault).toContain(path);
    },
  );

  it('that cannot be read or kept say why', () => {
    mkdirSync(path, { recursive: true });
    expect(readSettings(path).fault).toContain('EISDIR');
    expect(writeSettings(path, defaultSettings())).toContain(path);
    writeFileSync(join(folder, 'file'), '');
    expect(writeSettings(join(folder, 'file', 'x.json'), defaultSettings())).toContain('x.json');
  });

  it('are written whole or not at all', () => {
    put('{"name":"Ada"}');
    mkdirSync(`${path}.new`);
    expect(writeSettings(path, defaultSettings())).not.toBeNull();
    expect(readFileSync(path, 'utf8')).toBe('{"name":"Ada"}');
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(65) }, 'name'],
    [{ room: '' }, 'room'],
    [{ discovery: 'telepathy' }, 'discovery'],
    [{ interfaces: ['x'.repeat(65)] }, 'interfaces'],
    [{ peers: Array.from({ length: 65 }, () => 'a:1') }, 'peers'],
    [{ audioIn: 5 }, 'audioIn'],
    [{ click: 'yes' }, 'click'],
    [{ playoutMs: -1 }, 'playoutMs'],
    [{ playoutMs: 201 }, 'playoutMs'],
    [{ playoutMs: NaN }, 'playoutMs'],
    [{ colour: 'red' }, 'colour'],
    [null, 'settings'],
    [undefined, 'settings'],
    [[], 'settings'],
    ['name', 'settings'],
  ])('%o are refused, by name', (changes, what) => {
    expect(settingsFault(changes as Partial<JamSettings>)).toContain(what);
  });

  it('lie where the system has such files', () => {
    expect(settingsPath({ JAMNET_SETTINGS: '/x.json' })).toBe('/x.json');
    expect(settingsPath({ XDG_CONFIG_HOME: '/config' })).toContain('toaster.json');
    expect(settingsPath({})).toContain('toaster.json');
  });
});
