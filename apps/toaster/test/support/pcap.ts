import type { Destination } from '@jamnet/wire';

/** A datagram as it went out. */
export interface SentDatagram {
  readonly from: Destination;
  readonly to: Destination;
  readonly bytes: Uint8Array;
  readonly atNs: number;
}

const IP_BYTES = 20;
const UDP_BYTES = 8;
const UDP = 17;
/** The packets begin with their IP header. */
const LINKTYPE_RAW = 101;

/** A capture file, pcap with nanoseconds, of datagrams over IPv4. */
export function pcapOf(datagrams: readonly SentDatagram[]): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b23c4d, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(65_535, 16);
  head.writeUInt32LE(LINKTYPE_RAW, 20);
  return Buffer.concat([head, ...datagrams.flatMap((each) => packetOf(each))]);
}

function packetOf({ from, to, bytes, atNs }: SentDatagram): Buffer[] {
  const packet = Buffer.alloc(IP_BYTES + UDP_BYTES + bytes.length);
  const record = Buffer.alloc(16);
  record.writeUInt32LE(Math.floor(atNs / 1e9), 0);
  record.writeUInt32LE(atNs % 1e9, 4);
  record.writeUInt32LE(packet.length, 8);
  record.writeUInt32LE(packet.length, 12);
  packet[0] = 0x45;
  packet.writeUInt16BE(packet.length, 2);
  packet[8] = 1;
  packet[9] = UDP;
  packet.set(octets(from.address), 12);
  packet.set(octets(to.address), 16);
  packet.writeUInt16BE(checksum(packet.subarray(0, IP_BYTES)), 10);
  packet.writeUInt16BE(from.port, 20);
  packet.writeUInt16BE(to.port, 22);
  // Check sum 0: none was made.
  packet.writeUInt16BE(UDP_BYTES + bytes.length, 24);
  packet.set(bytes, IP_BYTES + UDP_BYTES);
  return [record, packet];
}

function octets(address: string): number[] {
  return address.split('.').map(Number);
}

function checksum(header: Buffer): number {
  let sum = 0;
  for (let at = 0; at < header.length; at += 2) sum += header.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
