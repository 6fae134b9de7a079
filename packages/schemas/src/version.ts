import { Status } from '@jamnet/wire';
import { NAMESPACE, VERSION_PATTERN } from './version-names.js';

/** One published version of the messages. */
export interface VersionEntry {
  /** As it stands in `version`: `jamnet/1.0`. */
  readonly version: string;
  readonly major: number;
  readonly minor: number;
  /** What it brought, in a few words. */
  readonly brings: string;
  /** False for a version that has its place and no messages yet. */
  readonly published: boolean;
}

/** Every version that exists (spec/registry, "Versions"), oldest first. */
export const Versions: readonly VersionEntry[] = [
  {
    version: 'jamnet/1.0',
    major: 1,
    minor: 0,
    brings: 'sync, JDAT, JMID; heartbeats and announcements',
    published: true,
  },
  {
    version: 'jamnet/1.1',
    major: 1,
    minor: 1,
    brings: 'multi-channel JELLIE',
    published: true,
  },
  {
    version: 'jamnet/2.0',
    major: 2,
    minor: 0,
    brings: 'binary and MessagePack payloads',
    published: true,
  },
];

/** The newest major version that this release reads. */
export const NEWEST_MAJOR = Math.max(...Versions.map((entry) => entry.major));

/**
 * Whether this release reads messages of a version (spec/notation, section 6): its own and every older major, and
 * every minor, newer ones included. 0 for yes, else `malformed`, `unknownNamespace` or `unsupportedVersion`.
 * Sync is stricter than this; its messages are checked for that one by one.
 *
 * Does not throw. Does not allocate for `jamnet/1.0`.
 */
export function checkVersion(text: string): number {
  if (text === 'jamnet/1.0') return 0;
  const parts = VERSION_PATTERN.exec(text);
  if (parts === null) return Status.malformed;
  if (parts[1] !== NAMESPACE) return Status.unknownNamespace;
  return Number(parts[2]) > NEWEST_MAJOR ? Status.unsupportedVersion : 0;
}
