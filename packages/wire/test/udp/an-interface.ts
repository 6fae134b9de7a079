import { interfaceKind, type NetworkInterface } from '../../src/udp/interfaces.js';

/** An address as the system would list it; the zone's number follows from the name. */
export function anInterface(name: string, address: string): NetworkInterface {
  const family = address.includes(':') ? 6 : 4;
  const internal = name.startsWith('lo');
  return {
    name,
    address,
    family,
    internal,
    netmask: family === 4 ? '255.255.255.0' : 'ffff:ffff:ffff:ffff::',
    cidr: `${address}/${family === 4 ? 24 : 64}`,
    ...(family === 6 ? { scopeId: address.startsWith('fe80') ? name.charCodeAt(0) : 0 } : {}),
    kind: interfaceKind(name, internal, 'linux'),
  };
}
