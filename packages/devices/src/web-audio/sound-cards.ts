import { existsSync, readdirSync } from 'node:fs';
import process from 'node:process';

const DEVICES = '/dev/snd';

/**
 * What there is on Linux that sound could go through: PCM devices of the kernel, a sound server's socket, a configuration of ALSA's. One that was not there before or
 * is not there any more says that devices have come or gone. Undefined on other systems, where only asking the library tells.
 *
 * The library opens each device to list them, prints what it cannot open, and leaves out what is in use. It is asked where that is of use only.
 */
export function soundCards(): readonly string[] | undefined {
  if (process.platform !== 'linux') return undefined;
  const { HOME = '', XDG_RUNTIME_DIR = '', ALSA_CONFIG_PATH, ALSA_CONFIG_DIR } = process.env;
  const places = [`${XDG_RUNTIME_DIR}/pulse/native`, `${HOME}/.asoundrc`, '/etc/asound.conf'];
  return [
    ...pcmDevices(),
    ...places.filter((path) => existsSync(path)),
    ...[ALSA_CONFIG_PATH, ALSA_CONFIG_DIR].filter((path) => path !== undefined),
  ];
}

function pcmDevices(): string[] {
  try {
    return readdirSync(DEVICES).filter((name) => name.startsWith('pcm'));
  } catch {
    return [];
  }
}
