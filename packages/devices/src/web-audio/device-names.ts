import type { DeviceInfo } from './library.js';

/** The names of devices of one direction, and what the library calls each. */
export type DeviceNames = ReadonlyMap<string, string>;

/** Of several that have one name, the later ones have a number behind it. */
export function deviceNames(
  devices: readonly DeviceInfo[],
  kind: 'audioinput' | 'audiooutput',
): DeviceNames {
  const names = new Map<string, string>();
  for (const device of devices) {
    if (device.kind !== kind) continue;
    const label = device.label === '' ? 'unnamed' : device.label;
    let name = label;
    for (let number = 2; names.has(name); number += 1) name = `${label} (${number})`;
    names.set(name, device.deviceId);
  }
  return names;
}
