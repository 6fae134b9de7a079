/**
 * The 32-byte record of a received datagram's frame, as kernels read it (spec/notation, "Descriptor").
 *
 * ```
 * offset size field
 * 0      8    arrival, nanoseconds
 * 8      8    master timestamp, nanoseconds
 * 16     4    offset of the first byte
 * 20     4    sequence
 * 24     2    length in bytes
 * 26     1    stream id
 * 27     1    message type
 * 28     2    peer index (a port writes the source index here)
 * 30     1    stream type (low four bits), format type (high four bits)
 * 31     1    burst index (low four bits), burst size minus one (high four bits)
 * ```
 */
export const DESCRIPTOR_BYTES = 32;

export const DESCRIPTOR_ARRIVAL = 0;
export const DESCRIPTOR_MASTER_TIME = 8;
export const DESCRIPTOR_OFFSET = 16;
export const DESCRIPTOR_SEQUENCE = 20;
export const DESCRIPTOR_LENGTH = 24;
export const DESCRIPTOR_STREAM = 26;
export const DESCRIPTOR_MESSAGE_TYPE = 27;
export const DESCRIPTOR_PEER = 28;
export const DESCRIPTOR_TYPE_AND_FORMAT = 30;
export const DESCRIPTOR_BURST = 31;
