import { InvalidArgumentError } from 'commander';
import { parseEndpoint } from '@jamnet/toast';
import { describe, expect, it } from 'vitest';
import { collect, formatEndpoint, parseInterface, parsePeer } from '../../src/options/address.js';
import { parsePort, parseSeed, parseSpeed } from '../../src/options/number.js';
import { parseShare } from '../../src/options/share.js';
import { addressFamilies } from '../../src/room-port.js';

describe('a share', () => {
  it.each([
    ['66%', 0.66],
    ['66 %', 0.66],
    ['0.66', 0.66],
    ['0', 0],
    ['1', 1],
    ['100%', 1],
    ['12.5%', 0.125],
  ])('%s is %d', (text, share) => {
    expect(parseShare(text)).toBeCloseTo(share, 12);
  });

  it.each(['', '66', '5', '101%', '1.1', '-1%', 'half', '%', '0x1'])('%j is refused', (text) => {
    expect(() => parseShare(text)).toThrow(InvalidArgumentError);
  });
});

describe('a speed', () => {
  it.each(['1', '0.5', '2', '.25', '100'])('%s is taken', (text) => {
    expect(parseSpeed(text)).toBe(Number(text));
  });

  it.each(['', '0', '-1', '101', 'fast', '1e2', '0x2', 'Infinity', 'NaN'])(
    '%j is refused',
    (text) => {
      expect(() => parseSpeed(text)).toThrow(InvalidArgumentError);
    },
  );
});

it('a seed is a whole number of 32 bits', () => {
  expect(parseSeed('0')).toBe(0);
  expect(parseSeed('4294967295')).toBe(0xffff_ffff);
  for (const text of ['', '-1', '4294967296', '1.5', 'x']) {
    expect(() => parseSeed(text), text).toThrow(InvalidArgumentError);
  }
});

it('a port is a number that UDP has', () => {
  expect(parsePort('0')).toBe(0);
  expect(parsePort('65535')).toBe(65_535);
  for (const text of ['', '-1', '65536', '1.5', 'x']) {
    expect(() => parsePort(text), text).toThrow(InvalidArgumentError);
  }
});

it('an endpoint is written as --peer takes it', () => {
  for (const text of ['192.168.1.20:20123', '[fe80::1%eth0]:65535']) {
    expect(formatEndpoint(parseEndpoint(parsePeer(text)))).toBe(text);
  }
});

it('a peer adds the address family that it needs', () => {
  expect(addressFamilies()).toEqual([4]);
  expect(addressFamilies(['eth0'], ['1.2.3.4:5'])).toEqual([4]);
  expect(addressFamilies(undefined, ['[::1]:5'])).toEqual([4, 6]);
  expect(addressFamilies(['fe80::1'])).toEqual([6]);
  expect(addressFamilies(['fe80::1'], ['1.2.3.4:5'])).toEqual([4, 6]);
});

describe('a peer', () => {
  it.each(['192.168.1.20:20123', '[::1]:1', '[fe80::1%eth0]:65535'])('%s is taken', (text) => {
    expect(parsePeer(text)).toBe(text);
  });

  it.each([
    '',
    '192.168.1.20',
    '192.168.1.256:1',
    '1.2.3.4:0',
    '1.2.3.4:65536',
    'host:20000',
    '::1:5',
    '[::1]',
  ])('%j is refused', (text) => {
    expect(() => parsePeer(text)).toThrow(InvalidArgumentError);
  });
});

it('an option that is given several times keeps them all', () => {
  const add = collect(parseInterface);
  expect(add('eth1', add(' eth0 ', undefined))).toEqual(['eth0', 'eth1']);
  expect(() => add('  ', undefined)).toThrow(InvalidArgumentError);
});
