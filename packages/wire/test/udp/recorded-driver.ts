import type { BatchHandler, DatagramCapabilities } from '../../src/index.js';
import type {
  SendTarget,
  SocketBinding,
  SocketBuffers,
  SocketDriver,
  SocketDriverStats,
  UdpSocket,
} from '../../src/udp/socket-driver.js';

/** A target that remembers what it was given. */
export interface RecordedTarget extends SendTarget {
  readonly socket: RecordedSocket;
  readonly address: string;
  readonly port: number;
  readonly sent: number[][];
  full: boolean;
}

export interface RecordedSocket extends UdpSocket {
  readonly binding: SocketBinding;
  readonly buffers: SocketBuffers;
  readonly memberships: string[];
  readonly targets: RecordedTarget[];
  outgoing: string;
  closed: boolean;
}

/** A driver of no sockets at all: it remembers what the port asks of it. */
export interface RecordedDriver extends SocketDriver {
  readonly sockets: RecordedSocket[];
  handler: BatchHandler | undefined;
  closed: boolean;
  counted: SocketDriverStats;
  /** Makes `open` reject for these bindings. */
  refuse: (binding: SocketBinding) => Error | undefined;
}

const nothingCounted: SocketDriverStats = {
  datagramsSent: 0,
  bytesSent: 0,
  datagramsReceived: 0,
  bytesReceived: 0,
  sendQueueFull: 0,
  sendErrors: 0,
  socketErrors: 0,
  lastError: null,
  lastErrorAtNs: 0,
  pacingLatenessUs: 0,
};

const capabilities: DatagramCapabilities = {
  kind: 'recorded',
  pacingGranularityUs: 7,
  kernelTimestamps: true,
  batches: true,
  multicast: true,
};

export function createRecordedDriver(): RecordedDriver {
  const driver: RecordedDriver = {
    capabilities,
    sockets: [],
    handler: undefined,
    closed: false,
    counted: nothingCounted,
    refuse: () => undefined,
    async open(binding, buffers) {
      const refusal = driver.refuse(binding);
      if (refusal !== undefined) throw refusal;
      const socket = recordedSocket(binding, buffers, 5_000 + driver.sockets.length);
      driver.sockets.push(socket);
      return socket;
    },
    onBatch: (handler) => void (driver.handler = handler),
    source: () => undefined,
    stats: () => driver.counted,
    async close() {
      driver.closed = true;
    },
  };
  return driver;
}

function recordedSocket(
  binding: SocketBinding,
  buffers: SocketBuffers,
  freePort: number,
): RecordedSocket {
  const socket: RecordedSocket = {
    binding,
    buffers,
    port: binding.port || freePort,
    receiveBufferBytes: buffers.receiveBytes >> 1,
    memberships: [],
    targets: [],
    outgoing: '',
    closed: false,
    addMembership: (group, selector) => void socket.memberships.push(`${group} on ${selector}`),
    setMulticastInterface: (selector) => void (socket.outgoing = selector),
    setMulticastTtl: () => {},
    setMulticastLoopback: () => {},
    target(address, port) {
      const target = recordedTarget(socket, address, port);
      socket.targets.push(target);
      return target;
    },
    async close() {
      socket.closed = true;
    },
  };
  return socket;
}

function recordedTarget(socket: RecordedSocket, address: string, port: number): RecordedTarget {
  const target: RecordedTarget = {
    socket,
    address,
    port,
    sent: [],
    full: false,
    send(bytes, offset, length, atNs) {
      if (target.full) return false;
      target.sent.push([...bytes.subarray(offset, offset + length), atNs]);
      return true;
    },
  };
  return target;
}
