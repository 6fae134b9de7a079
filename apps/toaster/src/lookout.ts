import type { DiscoveryMode, DiscoveryWay, NativeChoice } from '@jamnet/toast';

/** Someone who was heard to announce topics. */
export interface AnnouncedPeer {
  readonly senderId: number;
  readonly name: string;
  readonly topics: readonly string[];
  readonly endpoints: readonly string[];
  readonly foundBy: DiscoveryWay;
  /** It runs on this machine, or at least on its clock. */
  readonly sameClock: boolean;
}

/** Hears announcements without being on any topic itself. */
export interface Lookout {
  peers(): readonly AnnouncedPeer[];
  /** Ways of finding others that cannot be gone here, each with the reason. */
  notices(): readonly string[];
  close(): Promise<void>;
}

export interface LookoutOptions {
  /** Names or addresses of interfaces; all of them when absent. */
  readonly interfaces?: readonly string[] | undefined;
  /** How they are looked for. @default 'auto' */
  readonly discovery?: DiscoveryMode | undefined;
  /** Whether the native port is used. @default 'auto' */
  readonly native?: NativeChoice | undefined;
}
