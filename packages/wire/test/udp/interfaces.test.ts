import { JamError } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import {
  interfaceKind,
  listInterfaces,
  type NetworkInterface,
  selectInterfaces,
} from '../../src/udp/interfaces.js';
import { anInterface } from './an-interface.js';

const lo4 = anInterface('lo', '127.0.0.1');
const lo6 = anInterface('lo', '::1');
const eth4 = anInterface('eth0', '192.0.2.2');
const eth6 = anInterface('eth0', 'fe80::1');
const wlan4 = anInterface('wlan0', '198.51.100.7');
const wlan6 = anInterface('wlan0', 'fe80::1');
const all: NetworkInterface[] = [lo4, lo6, eth4, eth6, wlan4, wlan6];

describe('selectInterfaces', () => {
  it('takes everything when nothing is wanted', () => {
    expect(selectInterfaces(undefined, all)).toEqual(all);
    expect(selectInterfaces([], all)).toEqual(all);
  });

  it('takes all addresses of a name, and one address alone', () => {
    expect(selectInterfaces(['eth0'], all)).toEqual([eth4, eth6]);
    expect(selectInterfaces(['192.0.2.2'], all)).toEqual([eth4]);
  });

  it('keeps the order of what is available and takes nothing twice', () => {
    expect(selectInterfaces(['wlan0', 'eth0', '192.0.2.2'], all)).toEqual([
      eth4,
      eth6,
      wlan4,
      wlan6,
    ]);
  });

  it('tells equal link-local addresses apart by their zone, whichever way it is written', () => {
    expect(selectInterfaces(['fe80::1'], all)).toEqual([eth6, wlan6]);
    expect(selectInterfaces(['FE80::1%wlan0'], all)).toEqual([wlan6]);
    expect(selectInterfaces([`fe80::1%${wlan6.scopeId}`], all)).toEqual([wlan6]);
  });

  it('takes lo for loopback where that has another name', () => {
    const lo0 = anInterface('lo0', '127.0.0.1');
    expect(selectInterfaces(['lo'], [lo0, eth4])).toEqual([lo0]);
  });

  it('refuses an unknown name and says what there is', () => {
    const select = () => selectInterfaces(['eth0', 'eth9'], all);
    expect(select).toThrow(JamError);
    expect(select).toThrow(
      /"eth9".*lo \(127\.0\.0\.1, ::1\), eth0 \(192\.0\.2\.2, fe80::1\), wlan0/,
    );
    expect(catchCode(select)).toBe('no-such-interface');
    expect(() => selectInterfaces(['lo'], [eth4])).toThrow(/there is eth0/);
    expect(() => selectInterfaces(['eth0'], [])).toThrow(/none that is up/);
  });
});

describe('interfaceKind', () => {
  it.each([
    ['lo', true, 'linux', 'loopback'],
    ['eth0', false, 'linux', 'ethernet'],
    ['enp3s0', false, 'linux', 'ethernet'],
    ['wlp2s0', false, 'linux', 'wifi'],
    ['thunderbolt0', false, 'linux', 'thunderbolt'],
    ['docker0', false, 'linux', 'other'],
    ['veth12ab', false, 'linux', 'other'],
    ['bridge0', false, 'linux', 'other'],
    ['bridge0', false, 'darwin', 'thunderbolt'],
    ['en0', false, 'darwin', 'other'],
    ['Wi-Fi', false, 'win32', 'wifi'],
    ['Ethernet 2', false, 'win32', 'ethernet'],
  ] as const)('%s (internal %s) on %s is %s', (name, internal, platform, kind) => {
    expect(interfaceKind(name, internal, platform)).toBe(kind);
  });
});

describe('listInterfaces', () => {
  it('lists loopback with its address, mask and kind', () => {
    expect(listInterfaces()).toContainEqual(
      expect.objectContaining({
        address: '127.0.0.1',
        family: 4,
        internal: true,
        netmask: '255.0.0.0',
        cidr: '127.0.0.1/8',
        kind: 'loopback',
      }),
    );
  });
});

function catchCode(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    return (error as JamError).code;
  }
  return undefined;
}
