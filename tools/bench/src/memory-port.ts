import {
  type BatchHandler,
  type DatagramPort,
  type DatagramPortStats,
  DESCRIPTOR_ARRIVAL,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_LENGTH,
  writeU64,
} from '@jamnet/wire';

const DESTINATION = { family: 4, address: '192.0.2.1', port: 49_152 } as const;
const NO_STATS: DatagramPortStats = {
  datagramsSent: 0,
  bytesSent: 0,
  datagramsReceived: 0,
  bytesReceived: 0,
  sendQueueFull: 0,
  sendErrors: 0,
  lastError: null,
  receiveBufferBytes: 0,
  pacingLatenessUs: 0,
};

/** A port with nothing behind it: what it costs is what the layers above cost. */
export interface MemoryPort extends DatagramPort {
  /** Datagrams sent so far. */
  readonly sent: number;
  /** Hands a datagram to the receiver, as if it had come now. */
  deliver(datagram: Uint8Array, arrivalNs: number): void;
  /** The same for as many as there are descriptors. */
  deliverBatch(view: Uint8Array, descriptors: DataView, count: number): void;
}

/** `onSend` gets each datagram's bytes, borrowed. */
export function createMemoryPort(onSend?: (datagram: Uint8Array) => void): MemoryPort {
  const record = new Uint8Array(DESCRIPTOR_BYTES);
  const descriptors = new DataView(record.buffer);
  let handler: BatchHandler = () => undefined;
  let sent = 0;
  return {
    capabilities: {
      kind: 'memory',
      pacingGranularityUs: 0,
      kernelTimestamps: false,
      batches: false,
      multicast: true,
    },
    get sent() {
      return sent;
    },
    send(bytes, offset, length) {
      sent++;
      onSend?.(bytes.subarray(offset, offset + length));
      return true;
    },
    deliver(datagram, arrivalNs) {
      writeU64(record, DESCRIPTOR_ARRIVAL, arrivalNs);
      descriptors.setUint16(DESCRIPTOR_LENGTH, datagram.length, true);
      handler(datagram, descriptors, 1);
    },
    deliverBatch: (view, records, count) => handler(view, records, count),
    onBatch(own) {
      handler = own;
    },
    join: () => Promise.resolve(),
    leave: () => Promise.resolve(),
    endpoints: () => [DESTINATION],
    source: () => DESTINATION,
    stats: () => NO_STATS,
    close: () => Promise.resolve(),
  };
}
