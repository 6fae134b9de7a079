import { createJmid, type Jmid } from '@jamnet/jmid';
import { createRandom, createVirtualTime, type VirtualTime } from '@jamnet/testkit';
import {
  createToast,
  FormatType,
  type OutStream,
  type Redundancy,
  type Session,
  StreamType,
} from '@jamnet/toast';
import { createMemoryPort, type MemoryPort } from '../memory-port.js';

const SPACING_NS = 1.5e6;

/** A sender and a receiver on one virtual time line, whose datagrams the bench carries. */
export interface PathFixture {
  readonly time: VirtualTime;
  readonly jmidSender: Jmid;
  readonly jmidReceiver: Jmid;
  readonly receiverPort: MemoryPort;
  readonly receiverSession: Session;
  /** Datagrams sent since the last call, heartbeats left out: first copies and further ones. */
  take(): { readonly first: Uint8Array[]; readonly further: Uint8Array[] };
  openStream(redundancy: Redundancy): OutStream;
  /** A millisecond and a half passes, as between two events of dense playing. */
  pass(): void;
}

export async function createPathFixture(): Promise<PathFixture> {
  const time = createVirtualTime({ startNs: 1e12 });
  const { clock, timers } = time;
  const first: Uint8Array[] = [];
  const further: Uint8Array[] = [];
  const senderPort = createMemoryPort((datagram) => {
    const streamId = datagram[9];
    if (streamId === 0) return;
    ((datagram[7] & 0x0f) === 0 ? first : further).push(datagram.slice());
  });
  const receiverPort = createMemoryPort();
  const shared = { clock, timers, clockId: '00000001', discovery: 'direct' } as const;
  const ends = [];
  for (const [seed, port] of [senderPort, receiverPort].entries()) {
    const toast = await createToast({
      ...shared,
      name: `${seed}`,
      random: createRandom(seed),
      port,
    });
    // What the path costs is not to be mixed with what the ceiling refuses.
    ends.push(await toast.openSession({ topic: 'midi://bench', rateCeilingBitsPerSecond: 1e12 }));
  }
  const [senderSession, receiverSession] = ends;
  return {
    time,
    jmidSender: createJmid({ session: senderSession }),
    jmidReceiver: createJmid({ session: receiverSession, send: false }),
    receiverPort,
    receiverSession,
    take: () => ({ first: first.splice(0), further: further.splice(0) }),
    openStream: (redundancy) =>
      senderSession.openStream({
        // Not MIDI, so that JMID does not try to read it.
        streamType: StreamType.TRANSPORT,
        formatType: FormatType.COMPACT_JSONL,
        redundancy,
      }),
    pass: () => void time.runFor(SPACING_NS),
  };
}
