import { publishBatches, publishSession, type SessionRouter } from '@jamnet/jam';
import { createFrameBatch, createToast, resolveTopic } from '@jamnet/toast';
import type { Clock } from '@jamnet/wire';
import { createMemoryPort } from './memory-port.js';

export const ROUTER_TOPIC = 'midi://router';

/** Through a session, as a player has it, or through the batch pipeline on the processor, as a relay has it. */
export type RouterPathName = 'session' | 'batch';

/** What checks and filters frames and hands them to a router. */
export interface RouterPath {
  readonly sessionName: Uint8Array;
  deliver(bytes: Uint8Array, descriptors: DataView, count: number): void;
  /** Copies that were filtered out. */
  duplicates(): number;
  close(): Promise<void>;
}

export function createRouterPath(
  name: RouterPathName,
  router: SessionRouter,
  clock: Clock,
): Promise<RouterPath> {
  return name === 'session' ? sessionPath(router, clock) : batchPath(router);
}

async function sessionPath(router: SessionRouter, clock: Clock): Promise<RouterPath> {
  const port = createMemoryPort();
  const toast = await createToast({ port, clock, discovery: 'direct' });
  const session = await toast.openSession({ topic: ROUTER_TOPIC });
  publishSession(router, session);
  return {
    sessionName: session.sessionName,
    deliver: (bytes, descriptors, count) => port.deliverBatch(bytes, descriptors, count),
    duplicates() {
      const streams = session.peers().flatMap((peer) => [...peer.streams.values()]);
      return streams.reduce((sum, stream) => sum + stream.duplicates, 0);
    },
    close: () => toast.close(),
  };
}

async function batchPath(router: SessionRouter): Promise<RouterPath> {
  const batch = await createFrameBatch({ compute: null, arena: null });
  const source = publishBatches(router, batch);
  source.join(ROUTER_TOPIC);
  return {
    sessionName: resolveTopic(ROUTER_TOPIC).sessionName,
    deliver: (bytes, descriptors, count) => void source.publishNow(bytes, descriptors, count),
    duplicates: () => batch.stats().duplicates,
    close: () => batch.close(),
  };
}
