import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import type { JamSettings } from './jam-state.js';

const device = z.string().max(200).nullable();

/** What each setting may be; what is out of range is refused, not bent. */
const settings = z.object({
  name: z.string().min(1).max(64),
  room: z.string().min(1).max(64),
  discovery: z.enum(['auto', 'multicast', 'bonjour', 'scan', 'direct']),
  interfaces: z.array(z.string().max(64)).max(32),
  peers: z.array(z.string().max(64)).max(64),
  audioIn: device,
  audioOut: device,
  midiIn: device,
  midiOut: device,
  click: z.boolean(),
  monitor: z.boolean(),
  playoutMs: z.number().min(0).max(200).nullable(),
});

/** Where a user's settings lie: in the folder that the system has for that. */
export function settingsPath(environment: NodeJS.ProcessEnv = process.env): string {
  const { XDG_CONFIG_HOME, APPDATA, JAMNET_SETTINGS } = environment;
  if (JAMNET_SETTINGS) return JAMNET_SETTINGS;
  if (process.platform === 'win32' && APPDATA) return join(APPDATA, 'JAMNet', 'toaster.json');
  if (process.platform === 'darwin') {
    return join(homedir(), 'Library', 'Application Support', 'JAMNet', 'toaster.json');
  }
  return join(XDG_CONFIG_HOME || join(homedir(), '.config'), 'jamnet', 'toaster.json');
}

export function defaultSettings(): JamSettings {
  return {
    name: ownName(),
    room: 'main',
    discovery: 'auto',
    interfaces: [],
    peers: [],
    audioIn: 'system',
    audioOut: 'system',
    midiIn: null,
    midiOut: null,
    click: false,
    monitor: false,
    playoutMs: null,
  };
}

function ownName(): string {
  try {
    return `${userInfo().username} on ${hostname()}`.slice(0, 64);
  } catch {
    return hostname().slice(0, 64);
  }
}

/** What is wrong with some settings, in a line; null where nothing is. */
export function settingsFault(changes: Partial<JamSettings>): string | null {
  const checked = settings.partial().strict().safeParse(changes);
  if (checked.success) return null;
  const { path, message } = checked.error.issues[0]!;
  return `${path.join('.') || 'the settings'}: ${message}`;
}

/** The settings that are kept, with defaults for what is not. What cannot be read is said, and not used. */
export function readSettings(path: string): {
  readonly settings: JamSettings;
  readonly fault: string | null;
} {
  const defaults = defaultSettings();
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const isNew = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const fault = isNew ? null : `the settings cannot be read (${(error as Error).message})`;
    return { settings: defaults, fault };
  }
  try {
    const kept = settings.partial().parse(JSON.parse(text));
    return { settings: { ...defaults, ...kept } as JamSettings, fault: null };
  } catch {
    return { settings: defaults, fault: `the settings in ${path} are damaged` };
  }
}

/** Writes them whole or not at all. Why not, or null. */
export function writeSettings(path: string, kept: JamSettings): string | null {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, `${JSON.stringify(kept, null, 2)}\n`);
    renameSync(`${path}.new`, path);
    return null;
  } catch (error) {
    return `the settings cannot be kept in ${path} (${(error as Error).message})`;
  }
}
