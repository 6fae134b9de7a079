/** The most that fits in one UDP datagram over IPv4. */
export const MAX_DATAGRAM_BYTES = 65_507;

/** What IPv4 and UDP add to each datagram on a link. IPv6 adds 20 bytes more; the difference is not modelled. */
export const IP_UDP_OVERHEAD_BYTES = 28;
