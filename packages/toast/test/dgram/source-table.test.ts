import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSourceTable } from '../../src/dgram/source-table.js';

describe('createSourceTable', () => {
  it('gives one index to one address and port', () => {
    const table = createSourceTable();
    const a = table.indexOf('192.0.2.1', 1000, 4);
    const b = table.indexOf('192.0.2.1', 1001, 4);
    const c = table.indexOf('fe80::1%eth0', 1000, 6);
    expect(new Set([a, b, c]).size).toBe(3);
    expect(table.indexOf('192.0.2.1', 1000, 4)).toBe(a);
    expect(table.at(b)).toEqual({ family: 4, address: '192.0.2.1', port: 1001 });
    expect(table.at(c)).toEqual({ family: 6, address: 'fe80::1%eth0', port: 1000 });
    expect(table.at(b)).toBe(table.at(b));
    expect(table.at(3)).toBeUndefined();
  });

  it('forgets who fell silent, and keeps who is heard', () => {
    const table = createSourceTable(8);
    const kept = table.indexOf('192.0.2.1', 1, 4);
    for (let port = 2; port < 1000; port++) {
      table.indexOf('198.51.100.1', port, 4);
      expect(table.indexOf('192.0.2.1', 1, 4)).toBe(kept);
    }
    expect(table.at(kept)).toEqual({ family: 4, address: '192.0.2.1', port: 1 });
    expect(table.at(8)).toBeUndefined();
  });

  it('never gives the index of another address, however it recycles', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.record({ host: fc.nat(4), port: fc.integer({ min: 1, max: 4 }) }), {
          maxLength: 200,
        }),
        (capacity, sequence) => {
          const table = createSourceTable(capacity);
          for (const { host, port } of sequence) {
            const index = table.indexOf(`192.0.2.${host}`, port, 4);
            expect(index).toBeLessThan(capacity);
            expect(table.at(index)).toEqual({ family: 4, address: `192.0.2.${host}`, port });
          }
        },
      ),
    );
  });
});
