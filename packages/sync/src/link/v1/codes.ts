/** Numbers and names of the protocol as peers send it (spec/sync/v1/link.md). */

/** Eight bytes each: seven characters and the version, 1. */
export const DISCOVERY_MAGIC = [0x5f, 0x61, 0x73, 0x64, 0x70, 0x5f, 0x76, 1] as const; // _asdp_v
export const MEASURE_MAGIC = [0x5f, 0x6c, 0x69, 0x6e, 0x6b, 0x5f, 0x76, 1] as const; // _link_v
export const MAGIC_BYTES = 8;

/** Discovery header: magic, type u8, ttl u8, group u16, node id. */
export const DISCOVERY_HEADER_BYTES = 20;
/** Header of pings and pongs: magic, type u8. */
export const MEASURE_HEADER_BYTES = 9;
/** Key u32 and size u32 before each entry's content. */
export const ENTRY_HEADER_BYTES = 8;

/** No datagram of the protocol reaches this size. */
export const MAX_LINK_DATAGRAM_BYTES = 512;

export const DiscoveryType = { alive: 1, response: 2, bye: 3 } as const;
export const MeasureType = { ping: 1, pong: 2 } as const;

/** Keys of entries: four ASCII characters as a u32. */
export const EntryKey = {
  timeline: 0x746d_6c6e, // tmln
  session: 0x7365_7373, // sess
  startStop: 0x7374_7374, // stst
  endpoint4: 0x6d65_7034, // mep4
  endpoint6: 0x6d65_7036, // mep6
  hostTime: 0x5f5f_6874, // __ht
  ghostTime: 0x5f5f_6774, // __gt
  previousGhostTime: 0x5f70_6774, // _pgt
  /** Not of Link: says that the peer follows the session's clock all the time. Others skip it, as every key they do not know. */
  steady: 0x6a61_6d6e, // jamn
} as const;

/** Bytes of each entry's content. */
export const EntryBytes = {
  timeline: 24,
  session: 8,
  startStop: 17,
  endpoint4: 6,
  endpoint6: 18,
  time: 8,
  steady: 1,
} as const;

/** A ping carries these two entries at most; a longer one is not answered. */
export const MAX_PING_PAYLOAD_BYTES = 2 * (ENTRY_HEADER_BYTES + EntryBytes.time);

/** The default group of peers; others are ignored. */
export const DEFAULT_GROUP = 0;

/** Where peers look for each other. */
export const LINK_PORT = 20_808;
export const LINK_GROUP4 = '224.76.78.75';
export const LINK_GROUP6 = 'ff12::8080';

/** Tempo, as microseconds per beat: 999 to 20 beats a minute. */
export const LEAST_US_PER_BEAT = 60_060;
export const MOST_US_PER_BEAT = 3_000_000;

/**
 * Beats and times beyond this are not read, in millionths and microseconds: 71 years. A quarter of what a Number counts by ones, so that what is
 * added to what a stranger sent stays exact and can be sent.
 */
export const MOST_READ = 2 ** 51;
