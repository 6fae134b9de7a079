import {
  type Clock,
  DESCRIPTOR_ARRIVAL,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_OFFSET,
  DESCRIPTOR_PEER,
  type Destination,
  readU64,
  type Timers,
} from '@jamnet/wire';
import { createDgramDriver } from '../../dgram/dgram-driver.js';

/** Called with what came; the bytes are borrowed. */
export type ProbeHandler = (
  bytes: Uint8Array,
  offset: number,
  length: number,
  from: Destination,
  arrivalNs: number,
) => void;

/**
 * A socket of its own for asking and answering address by address. The system keeps what goes to an address where nobody is for
 * seconds, on the account of the socket, and that must not be the one that media goes out by.
 */
export interface ProbeSocket {
  /** False where the system did not take it. */
  send(bytes: Uint8Array, length: number, to: Destination): boolean;
  close(): Promise<void>;
}

/** Opens one on a UDP port that nobody else of this machine may have, 0 for any. Rejects where it is taken. */
export type OpenProbeSocket = (port: number, handler: ProbeHandler) => Promise<ProbeSocket>;

const RECEIVE_BYTES = 256 * 1024;
const SEND_BYTES = 512 * 1024;

/** Sockets of `node:dgram`, IPv4. */
export function createProbeSockets(clock: Clock, timers: Timers): OpenProbeSocket {
  return async (port, handler) => {
    const driver = createDgramDriver(clock, timers);
    driver.onBatch((view, descriptors) => {
      const from = driver.source(descriptors.getUint16(DESCRIPTOR_PEER, true));
      if (from === undefined) return;
      const record = new Uint8Array(descriptors.buffer, descriptors.byteOffset);
      const offset = descriptors.getUint32(DESCRIPTOR_OFFSET, true);
      const length = descriptors.getUint16(DESCRIPTOR_LENGTH, true);
      handler(view, offset, length, from, readU64(record, DESCRIPTOR_ARRIVAL));
    });
    const binding = { family: 4, address: '0.0.0.0', port, shared: false } as const;
    const socket = await driver.open(binding, {
      receiveBytes: RECEIVE_BYTES,
      sendBytes: SEND_BYTES,
    });
    return {
      send: (bytes, length, to) => socket.target(to.address, to.port).send(bytes, 0, length, 0),
      close: () => driver.close(),
    };
  };
}
