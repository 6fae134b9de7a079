import { describe, expect, it } from 'vitest';
import {
  endpointAddresses,
  isMulticast,
  isSameInterface,
  isZoned,
  joinInterfaces,
  sendInterfaces,
} from '../../src/udp/multicast-interfaces.js';
import { anInterface } from './an-interface.js';

const lo4 = anInterface('lo', '127.0.0.1');
const lo6 = anInterface('lo', '::1');
const eth4 = anInterface('eth0', '192.0.2.2');
const eth4Too = anInterface('eth0', '192.0.2.3');
const eth6 = anInterface('eth0', 'fd00::2');
const eth6Local = anInterface('eth0', 'fe80::2');
const wlan4 = anInterface('wlan0', '198.51.100.7');
const wlan6Local = anInterface('wlan0', 'fe80::7');
const all = [lo4, lo6, eth4, eth4Too, eth6, eth6Local, wlan4, wlan6Local];

const selectors = (list: readonly { selector: string }[]) => list.map((each) => each.selector);

describe('interfaces to join on', () => {
  it('are all for IPv4, each once, loopback included', () => {
    expect(selectors(joinInterfaces(all, 4, 'linux'))).toEqual([
      '127.0.0.1',
      '192.0.2.2',
      '198.51.100.7',
    ]);
  });

  it('are those of the network for IPv6, by zone', () => {
    expect(selectors(joinInterfaces(all, 6, 'linux'))).toEqual(['::%eth0', '::%wlan0']);
  });

  it('have numeric zones on Windows, taken from the address that has one', () => {
    expect(selectors(joinInterfaces(all, 6, 'win32'))).toEqual([
      `::%${eth6Local.scopeId}`,
      `::%${wlan6Local.scopeId}`,
    ]);
  });
});

describe('an interface', () => {
  const [eth] = joinInterfaces([eth4, eth6Local], 4, 'linux');

  it('is the same while name, address and what is known of its number are', () => {
    expect(eth!.index).toBe(eth6Local.scopeId);
    expect(isSameInterface(eth!, joinInterfaces([eth4], 4, 'linux')[0]!)).toBe(true);
    expect(isSameInterface(eth!, { ...eth!, selector: '192.0.2.3' })).toBe(false);
    expect(isSameInterface(eth!, { ...eth!, name: 'eth1' })).toBe(false);
  });

  it('is another when its device was put back under the same name', () => {
    expect(isSameInterface(eth!, { ...eth!, index: eth!.index! + 1 })).toBe(false);
  });
});

describe('interfaces to send on', () => {
  it('are all but loopback', () => {
    expect(selectors(sendInterfaces(all, 4, 'linux'))).toEqual(['192.0.2.2', '198.51.100.7']);
    expect(selectors(sendInterfaces([lo4, wlan4], 4, 'linux'))).toEqual(['198.51.100.7']);
  });

  it('are loopback when there is no other', () => {
    expect(selectors(sendInterfaces([lo4, lo6], 4, 'linux'))).toEqual(['127.0.0.1']);
    expect(sendInterfaces([lo4, lo6], 6, 'linux')).toEqual([]);
  });
});

describe('endpoints', () => {
  it('are every address that other machines can use', () => {
    expect(endpointAddresses(all, 4, 'linux')).toEqual(['192.0.2.2', '192.0.2.3', '198.51.100.7']);
    expect(endpointAddresses(all, 6, 'linux')).toEqual(['fd00::2', 'fe80::7%wlan0']);
  });

  it('are loopback when there is nothing else', () => {
    expect(endpointAddresses([lo4, lo6], 4, 'linux')).toEqual(['127.0.0.1']);
    expect(endpointAddresses([lo4, lo6], 6, 'linux')).toEqual(['::1']);
    expect(endpointAddresses([], 4, 'linux')).toEqual([]);
  });
});

describe('addresses', () => {
  it.each([
    ['224.0.0.1', 4, true],
    ['239.255.255.255', 4, true],
    ['223.255.255.255', 4, false],
    ['240.0.0.0', 4, false],
    ['ff12::4a4d:1:2', 6, true],
    ['FF15::1', 6, true],
    ['fe80::1', 6, false],
    ['ff12::1', 4, false],
    ['example', 4, false],
  ] as const)('%s as IPv%i: a group is %s', (address, family, expected) => {
    expect(isMulticast(address, family)).toBe(expected);
  });

  it('have a zone when their scope is a link or less', () => {
    expect(['ff11::1', 'ff02::1', 'ff15::1', 'ff0e::1'].map(isZoned)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
