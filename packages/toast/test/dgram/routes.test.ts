import { describe, expect, it } from 'vitest';
import { createRoutes, findRoute, type Senders } from '../../src/dgram/routes.js';
import type { SendSocket } from '../../src/dgram/send-socket.js';

const socket = (): SendSocket => ({ socket: null as never, send: () => true });
const unicast = socket();
const second = socket();
const senders: Senders = {
  unicast,
  multicast: [
    { socket: unicast, name: 'eth0', zone: 'eth0' },
    { socket: second, name: 'wlan0', zone: 'wlan0' },
  ],
};

describe('findRoute', () => {
  it('sends unicast by the announced socket, zone and all', () => {
    expect(findRoute({ family: 6, address: 'fe80::9%wlan0', port: 5 }, senders)).toEqual({
      port: 5,
      sockets: [unicast],
      addresses: ['fe80::9%wlan0'],
      refusal: null,
    });
  });

  it('sends multicast once on each interface', () => {
    const route = findRoute({ family: 6, address: 'ff12::1', port: 5 }, senders);
    expect(route.sockets).toEqual([unicast, second]);
    expect(route.addresses).toEqual(['ff12::1%eth0', 'ff12::1%wlan0']);
  });

  it('sends multicast with a zone on that interface alone', () => {
    const route = findRoute({ family: 6, address: 'ff12::1%wlan0', port: 5 }, senders);
    expect(route.sockets).toEqual([second]);
    expect(route.addresses).toEqual(['ff12::1%wlan0']);
  });

  it('says why there is no way', () => {
    const to = (address: string, port = 5, by: Senders | undefined = senders) =>
      findRoute({ family: address.includes(':') ? 6 : 4, address, port }, by).refusal;
    expect(to('192.0.2.1', 0)).toMatch(/0 is not a UDP port/);
    expect(to('192.0.2.1', 70000)).toMatch(/70000 is not a UDP port/);
    expect(to('ff12::1%eth7')).toMatch(/eth7 is not selected/);
    expect(to('239.1.1.1', 5, { unicast, multicast: [] })).toMatch(/no selected interface/);
    expect(findRoute({ family: 6, address: '::1', port: 5 }, undefined).refusal).toMatch(
      /no IPv6 socket/,
    );
  });
});

describe('createRoutes', () => {
  it('works out a destination once', () => {
    const routes = createRoutes(new Map([[4, senders]]));
    const one = { family: 4, address: '192.0.2.1', port: 5 } as const;
    const other = { family: 4, address: '192.0.2.1', port: 6 } as const;
    const route = routes.to(one);
    expect(routes.to(one)).toBe(route);
    expect(routes.to(other).port).toBe(6);
    expect(routes.to(one)).toBe(route);
  });

  it('works it out anew when the senders have changed', () => {
    const changing = new Map([[4, senders]] as [4, Senders][]);
    const routes = createRoutes(changing);
    const group = { family: 4, address: '239.1.1.1', port: 5 } as const;
    expect(routes.to(group).sockets).toEqual([unicast, second]);
    changing.set(4, { unicast, multicast: senders.multicast.slice(1) });
    routes.forget();
    expect(routes.to(group).sockets).toEqual([second]);
  });
});
