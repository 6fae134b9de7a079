import type { LanHost } from '@jamnet/testkit';
import type { OurOrder, OurRole, OurState } from './our-messages.js';
import { startTold, type ToldProcess } from './told-process.js';

/** Our Link peer in a process of its own. */
export type OurPeer = ToldProcess<OurOrder, OurState>;

export function startOurPeer(host: LanHost, role: OurRole): Promise<OurPeer> {
  return startTold<OurOrder, OurState>(host, 'our-process.ts', role);
}
