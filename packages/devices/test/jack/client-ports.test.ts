import { describe, expect, test } from 'vitest';
import { clientOf, clientsOf, pairs, portsOf } from '../../src/jack/client-ports.js';

const PORTS = [
  'system:capture_1',
  'system:capture_2',
  'synth:a:b',
  'jamnet:out_1',
  'jamnet-01:out_1',
];

describe('ports of JACK', () => {
  test('belong to clients, in the order of the ports, without the own one', () => {
    expect(clientsOf(PORTS, 'jamnet')).toEqual(['system', 'synth', 'jamnet-01']);
    expect(clientsOf([], 'jamnet')).toEqual([]);
    expect(portsOf(PORTS, 'system')).toEqual(['system:capture_1', 'system:capture_2']);
    expect(portsOf(PORTS, 'jam')).toEqual([]);
  });

  test('have the name of a client before the first colon', () => {
    expect(clientOf('synth:a:b')).toBe('synth');
    expect(clientOf('nothing')).toBe('');
  });

  test('are paired by number; one channel belongs to all', () => {
    expect(pairs(['o1', 'o2'], ['d1', 'd2', 'd3'])).toEqual([
      ['o1', 'd1'],
      ['o2', 'd2'],
    ]);
    expect(pairs(['o1', 'o2'], ['d1'])).toEqual([
      ['o1', 'd1'],
      ['o2', 'd1'],
    ]);
    expect(pairs(['o1', 'o2', 'o3'], ['d1', 'd2'])).toEqual([
      ['o1', 'd1'],
      ['o2', 'd2'],
    ]);
    expect(pairs(['o1'], [])).toEqual([]);
  });
});
