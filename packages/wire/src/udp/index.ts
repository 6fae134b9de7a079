export {
  describeInterfaces,
  type InterfaceKind,
  listInterfaces,
  type NetworkInterface,
  selectInterfaces,
} from './interfaces.js';
export type { UdpPortOptions } from './options.js';
export type {
  SendTarget,
  SocketBinding,
  SocketBuffers,
  SocketDriver,
  SocketDriverStats,
  UdpSocket,
} from './socket-driver.js';
export { createUdpPort, type UdpPort, type UdpPortStats } from './udp-port.js';
