import { describe, expect, it } from 'vitest';
import { addressBytes, addressText, commonBits, zoneOf } from '../../src/link/endpoint-bytes.js';

const of = (address: string): Uint8Array | undefined =>
  addressBytes({ family: address.includes(':') ? 6 : 4, address, port: 1 });

describe('addresses', () => {
  it('are bytes and text', () => {
    expect([...of('10.77.0.255')!]).toEqual([10, 77, 0, 255]);
    expect(of('10.77.0')).toBeUndefined();
    expect(of('10.77.0.256')).toBeUndefined();
    expect([...of('fe80::1%eth0')!]).toEqual([0xfe, 0x80, ...Array<number>(13).fill(0), 1]);
    expect([...of('::1')!]).toEqual([...Array<number>(15).fill(0), 1]);
    expect(of('1:2:3')).toBeUndefined();
    expect(of('1::2::3')).toBeUndefined();
    expect(addressText(4, of('10.77.0.1')!)).toBe('10.77.0.1');
    expect(addressText(6, of('fd4a:414d::2')!)).toBe('fd4a:414d:0:0:0:0:0:2');
    expect(zoneOf('fe80::1%eth0')).toBe('%eth0');
    expect(zoneOf('10.0.0.1')).toBe('');
  });

  it('resemble each other by the bits that they begin with', () => {
    expect(commonBits(of('10.0.0.1')!, of('10.0.0.1')!)).toBe(32);
    expect(commonBits(of('10.0.0.1')!, of('10.0.0.2')!)).toBe(30);
    expect(commonBits(of('10.0.0.1')!, of('127.0.0.1')!)).toBe(1);
    expect(commonBits(of('10.0.0.1')!, of('::1')!)).toBe(0);
  });
});
