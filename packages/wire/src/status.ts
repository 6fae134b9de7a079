/**
 * What a codec says instead of throwing. A codec returns the next offset (0 or more) or one of these (below 0), and
 * whoever called it counts them. The numbers are fixed: vectors and kernels name them.
 */
export const Status = {
  /** Fewer bytes than the format needs. */
  short: -1,
  /** A length field that contradicts the bytes that are there. */
  badLength: -2,
  /** The checksum is not that of the bytes. */
  badCrc: -3,
  /** A protocol version of the frame that this release does not read. */
  badVersion: -4,
  /** A flag that must be 0 is 1. */
  badFlags: -5,
  /** A stream type that does not exist. */
  badStreamType: -6,
  /** Not of the form that it claims to have: bad JSON, a field of the wrong kind, a field missing. */
  malformed: -7,
  /** Of the right form, but a value is outside its range. */
  outOfRange: -8,
  /** A format type that this release does not read. */
  unknownForm: -9,
  /** A message type that this release does not know. */
  unknownType: -10,
  /** The destination has no room for the whole of it; what was written of it is void. */
  noSpace: -11,
  /** A burst index that is not below the burst size. */
  badBurst: -12,
  /** A newer major version of a namespace that is known. */
  unsupportedVersion: -13,
  /** A version string of a namespace that is not known. */
  unknownNamespace: -14,
} as const;

/** The name of one status. */
export type StatusName = keyof typeof Status;

/** One of the negative numbers of {@link Status}. */
export type StatusCode = (typeof Status)[StatusName];

const names = new Map<number, StatusName>(
  (Object.keys(Status) as StatusName[]).map((name) => [Status[name], name]),
);

/** The name of a status, `ok` for 0 and above, `status <n>` for a number that is no status. Allocates for the last only. */
export function statusText(status: number): string {
  return status >= 0 ? 'ok' : (names.get(status) ?? `status ${status}`);
}
