import { describe, expect, it } from 'vitest';
import { openGroup, planGroup } from '../../src/udp/group-sockets.js';
import type { MulticastInterface } from '../../src/udp/multicast-interfaces.js';
import { createPortSockets } from '../../src/udp/port-sockets.js';
import { createRecordedDriver } from './recorded-driver.js';

const a4: MulticastInterface = { name: 'a', internal: false, selector: '192.0.2.1', zone: '' };
const b4: MulticastInterface = { name: 'b', internal: false, selector: '192.0.2.2', zone: '' };
const a6: MulticastInterface = { name: 'a', internal: false, selector: '::%a', zone: 'a' };
const b6: MulticastInterface = { name: 'b', internal: false, selector: '::%b', zone: 'b' };
const group4 = { family: 4, address: '239.192.1.2', port: 20001 } as const;
const linkGroup = { family: 6, address: 'ff12::4a4d:1:2', port: 20001 } as const;

const bound = (plans: ReturnType<typeof planGroup>) =>
  plans.map(({ binding, members }) => [binding.address, members.map((each) => each.name).join()]);

describe('planGroup', () => {
  it('binds one shared socket to an IPv4 group', () => {
    expect(planGroup(group4, [a4, b4], 'linux')).toEqual([
      {
        binding: { family: 4, address: '239.192.1.2', port: 20001, shared: true },
        members: [a4, b4],
      },
    ]);
  });

  it('binds a link-local IPv6 group once for each interface', () => {
    expect(bound(planGroup(linkGroup, [a6, b6], 'darwin'))).toEqual([
      ['ff12::4a4d:1:2%a', 'a'],
      ['ff12::4a4d:1:2%b', 'b'],
    ]);
  });

  it('binds an IPv6 group of wider scope once, or its datagrams would come once for each interface', () => {
    const wide = { ...linkGroup, address: 'ff15::1' };
    expect(bound(planGroup(wide, [a6, b6], 'linux'))).toEqual([['ff15::1', 'a,b']]);
  });

  it('narrows to the zone that the group names', () => {
    const zoned = { ...linkGroup, address: 'ff12::4a4d:1:2%b' };
    expect(bound(planGroup(zoned, [a6, b6], 'linux'))).toEqual([['ff12::4a4d:1:2%b', 'b']]);
    expect(planGroup({ ...linkGroup, address: 'ff12::1%c' }, [a6, b6], 'linux')).toEqual([]);
  });

  it('binds the wildcard on Windows', () => {
    expect(bound(planGroup(group4, [a4], 'win32'))).toEqual([['0.0.0.0', 'a']]);
    expect(bound(planGroup(linkGroup, [a6, b6], 'win32'))).toEqual([['::', 'a,b']]);
  });
});

describe('openGroup', () => {
  const sockets = createPortSockets(createRecordedDriver(), 65_536);

  it('says that no interface can when there is none', async () => {
    await expect(openGroup(group4, [], sockets)).rejects.toMatchObject({
      code: 'multicast-impossible',
      message: expect.stringMatching(/239\.192\.1\.2 port 20001.*no selected interface.*unicast/),
    });
    await expect(openGroup(linkGroup, [], sockets)).rejects.toThrow(/does not work on loopback/);
  });
});
