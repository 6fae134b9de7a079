import { createRandom, createSimulatedNetwork, createVirtualTime } from '@jamnet/testkit';
import type { Destination } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { createAnnounced } from '../../src/link/announced.js';
import { createLinkPeers } from '../../src/link/peers.js';
import { createDiscoveryMessage } from '../../src/link/v1/discovery-message.js';

function portAt(...address: string[]) {
  const { clock, timers } = createVirtualTime();
  return createSimulatedNetwork({ clock, timers, random: createRandom(1) }).createPort({ address });
}

const to = (address: string): Destination => ({
  family: address.includes(':') ? 6 : 4,
  address,
  port: 20_000,
});

describe('the address that a peer announces', () => {
  it('is the first one that others reach, or loopback’s where there is no other', () => {
    const announced = createAnnounced(portAt('127.0.0.1', '10.0.0.5', '192.168.1.5'), undefined);
    expect(announced.list()).toHaveLength(1);
    expect(announced.list()[0].endpoint.address).toBe('10.0.0.5');
    expect(announced.list()).toBe(announced.list());
    expect(createAnnounced(portAt('127.0.0.1'), undefined).list()[0].endpoint.address).toBe(
      '127.0.0.1',
    );
    expect(createAnnounced(portAt('fe80::1'), undefined).list()).toEqual([]);
  });

  it('is the one that is most like the asker’s in an answer', () => {
    const announced = createAnnounced(portAt('127.0.0.1', '10.0.0.5', '192.168.1.5'), undefined);
    expect(announced.towards(to('192.168.1.77'))?.address).toBe('192.168.1.5');
    expect(announced.towards(to('127.0.0.1'))?.address).toBe('127.0.0.1');
    expect(announced.towards(to('fe80::7'))?.address).toBe('10.0.0.5');
  });

  it('is what the caller says for each group', () => {
    const endpoint = to('fe80::5%eth0');
    const given = [{ group: to('ff12::8080%eth0'), endpoint }];
    const announced = createAnnounced(portAt('10.0.0.5'), given);
    expect(announced.list()).toBe(given);
    const message = createDiscoveryMessage();
    announced.write(announced.towards(to('fe80::9%eth0')), message);
    expect(message).toMatchObject({ endpointFamily: 6, endpointPort: 20_000 });
    expect(message.endpointAddress[15]).toBe(5);
    announced.write(undefined, message);
    expect(message.endpointFamily).toBe(0);
  });

  it('gets the zone of the interface that it came by, and stays the same object', () => {
    const peers = createLinkPeers();
    const message = createDiscoveryMessage();
    message.hasSession = message.hasTimeline = true;
    message.ttl = 5;
    message.endpointFamily = 6;
    message.endpointPort = 4000;
    message.endpointAddress.set([0xfe, 0x80]);
    message.endpointAddress[15] = 9;
    const peer = peers.hear(message, to('fe80::9%eth1'), 0);
    expect(peer?.endpoint).toEqual({ family: 6, address: 'fe80:0:0:0:0:0:0:9%eth1', port: 4000 });
    const before = peer?.endpoint;
    expect(peers.hear(message, to('fe80::9%eth1'), 1)?.endpoint).toBe(before);
    message.endpointPort = 4001;
    expect(peers.hear(message, to('fe80::9%eth1'), 1)?.endpoint?.port).toBe(4001);
  });
});
