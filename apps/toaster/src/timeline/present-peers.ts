import type { TimelinePeer } from '@jamnet/sync';
import type { Jam } from '../jam.js';

/** Those of the timeline's peers that are in the room now: a heartbeat that comes after its sender's goodbye keeps a row there. */
export function presentPeers(jam: Jam): TimelinePeer[] {
  const present = new Set(jam.peers().map(({ senderId }) => senderId));
  return jam.sync!.timeline.peers().filter(({ id }) => present.has(id));
}

/** Whether it has said anything of a timeline: not everybody in a room is on one. */
export function isOnTimeline({ master, quality }: TimelinePeer): boolean {
  return master !== 0 || quality > 0;
}
