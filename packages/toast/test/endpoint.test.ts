import { parseEndpoint } from '@jamnet/toast';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readEndpoint } from '../src/endpoint.js';

describe('an endpoint', () => {
  test.each([
    ['192.168.1.20:5004', { family: 4, address: '192.168.1.20', port: 5004 }],
    ['0.0.0.0:1', { family: 4, address: '0.0.0.0', port: 1 }],
    ['255.255.255.255:65535', { family: 4, address: '255.255.255.255', port: 65535 }],
    ['[::1]:5004', { family: 6, address: '::1', port: 5004 }],
    ['[fe80::1%eth0]:5004', { family: 6, address: 'fe80::1%eth0', port: 5004 }],
    ['[::ffff:1.2.3.4]:9', { family: 6, address: '::ffff:1.2.3.4', port: 9 }],
  ])('%s is read', (text, destination) => {
    expect(parseEndpoint(text)).toEqual(destination);
    expect(readEndpoint(text)).toEqual(destination);
  });

  // What a socket does not take for an address it would look up as a name.
  test.each([
    '',
    'localhost:5004',
    'jam.example:5004',
    '1.2.3.4',
    '1.2.3.4:',
    '1.2.3.4:0',
    '1.2.3.4:65536',
    '1.2.3.4:5004 ',
    ' 1.2.3.4:5004',
    '1.2.3:5004',
    '1.2.3.4.5:5004',
    '1.2.3.:5004',
    '256.1.1.1:5004',
    '01.2.3.4:5004',
    '::1:5004',
    '[::1]',
    '[::1]:0',
    '[]:5004',
    '[1.2.3.4]:5004',
    '[:::::]:5004',
    '[1::2::3]:5004',
    '[fe80::1%]:5004',
    '[fe80::1%e th]:5004',
    '1.2.3.4:5004\n',
  ])('%j is refused', (text) => {
    expect(readEndpoint(text)).toBeUndefined();
    expect(() => parseEndpoint(text)).toThrowError(
      expect.objectContaining({ code: 'bad-option', message: expect.stringContaining('5004') }),
    );
  });

  it('of the network never makes the reader throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 64 }), (text) => {
        readEndpoint(text);
        readEndpoint(`[${text}]:1`);
      }),
      { numRuns: 150 },
    );
  });
});
