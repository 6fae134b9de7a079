import { describe, expect, it } from 'vitest';
import { createRoutes, findRoute, type Senders } from '../../src/udp/routes.js';
import type { UdpSocket } from '../../src/udp/socket-driver.js';

interface NamedTarget {
  readonly by: string;
  readonly to: string;
}

/** A socket whose targets say where they lead. */
const socket = (by: string): UdpSocket =>
  ({ target: (address: string, port: number) => ({ by, to: `${address} ${port}` }) }) as never;

const unicast = socket('first');
const second = socket('second');
const senders: Senders = {
  unicast,
  multicast: [
    { socket: unicast, name: 'eth0', zone: 'eth0' },
    { socket: second, name: 'wlan0', zone: 'wlan0' },
  ],
};

const targetsTo = (address: string): readonly NamedTarget[] =>
  findRoute({ family: 6, address, port: 5 }, senders).targets as never;

describe('findRoute', () => {
  it('sends unicast by the announced socket, zone and all', () => {
    expect(targetsTo('fe80::9%wlan0')).toEqual([{ by: 'first', to: 'fe80::9%wlan0 5' }]);
  });

  it('sends multicast once on each interface', () => {
    expect(targetsTo('ff12::1')).toEqual([
      { by: 'first', to: 'ff12::1%eth0 5' },
      { by: 'second', to: 'ff12::1%wlan0 5' },
    ]);
  });

  it('sends multicast with a zone on that interface alone', () => {
    expect(targetsTo('ff12::1%wlan0')).toEqual([{ by: 'second', to: 'ff12::1%wlan0 5' }]);
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
    expect(routes.to(other).targets).toEqual([{ by: 'first', to: '192.0.2.1 6' }]);
    expect(routes.to(one)).toBe(route);
  });

  it('works it out anew when the senders have changed', () => {
    const changing = new Map([[4, senders]] as [4, Senders][]);
    const routes = createRoutes(changing);
    const group = { family: 4, address: '239.1.1.1', port: 5 } as const;
    expect(routes.to(group).targets).toHaveLength(2);
    changing.set(4, { unicast, multicast: senders.multicast.slice(1) });
    routes.forget();
    expect(routes.to(group).targets).toMatchObject([{ by: 'second' }]);
  });
});
