import { describe, expect, test } from 'vitest';
import { droppedPackets, inputRules, outputRules } from '../../src/lan/loss-rules.js';

describe('rules of loss', () => {
  test('drop UDP at random in ten-thousandths, but not what a host says to itself', () => {
    const rules = inputRules(0.305, 'eth0', ['10.77.0.1'], ['fd4a:414d::1', 'fe80::1']);
    expect(rules).toContain(
      'iifname "eth0" ip saddr != { 10.77.0.1 } meta l4proto udp numgen random mod 10000 < 3050 counter drop',
    );
    expect(rules).toContain('ip6 saddr != { fd4a:414d::1, fe80::1 } meta l4proto udp numgen');
  });

  test('drop nothing at no loss', () => {
    expect(outputRules(0, 'port3')).not.toContain('drop');
    expect(outputRules(0.00001, 'port3')).not.toContain('drop');
    expect(outputRules(1, 'port3')).toContain('< 10000 counter drop');
  });

  test('take the place of the former ones in one transaction', () => {
    const lines = outputRules(0.5, 'port3').split('\n');
    expect(lines[0]).toBe('add table netdev jamnet_loss_port3');
    expect(lines[1]).toBe('delete table netdev jamnet_loss_port3');
  });

  test('counters of a listing are added up', () => {
    expect(droppedPackets('a counter packets 12 bytes 9 drop\nb counter packets 30 bytes 1')).toBe(
      42,
    );
    expect(droppedPackets('')).toBe(0);
  });
});
