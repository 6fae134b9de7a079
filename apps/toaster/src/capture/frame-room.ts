import { type JoinedSession, joinSession } from '@jamnet/jam';
import { createToast, type Toast } from '@jamnet/toast';
import { type Clock, type DatagramPort, hostClockId, type Timers } from '@jamnet/wire';
import type { JamOptions } from '../jam.js';
import { formatEndpoint } from '../options/address.js';
import { addressFamilies, openRoomPort } from '../room-port.js';
import { losePart } from '../simulated-loss.js';
import { type FrameTap, type FrameTapHandler, tapFrames } from './frame-tap.js';

/** A room of which one sees every frame that arrives, and sends frames of one's own. */
export interface FrameRoom {
  readonly jam: JoinedSession;
  /** Where others reach this process by unicast, `address:port`. */
  readonly endpoints: readonly string[];
  /** What carries the datagrams, and why it is not the native port; null where it is. */
  readonly port: string;
  readonly portNotice: string | null;
  /** Ways of finding others that cannot be gone here, each with the reason. */
  readonly discoveryNotices: readonly string[];
  /** Identifies the clock of the arrivals: eight hexadecimal digits. */
  readonly clockId: string;
  /** Frames of this session that could not be read, by cause, and how many copies others sent. */
  readonly counts: FrameTap['counts'];
  /** Calls for each frame of others in this session, copies and heartbeats included. What is given is borrowed until the call returns. */
  onFrame(handler: FrameTapHandler): void;
  /** Says goodbye and leaves. */
  close(): Promise<void>;
}

export interface FrameRoomOptions extends Pick<
  JamOptions,
  'topic' | 'name' | 'interfaces' | 'discovery' | 'peers' | 'port' | 'native' | 'simulatedLoss'
> {
  /** Of this process's clock. @default that of the system's monotonic clock */
  readonly clockId?: string | undefined;
}

interface Time {
  readonly clock: Clock;
  readonly timers: Timers;
}

/** Opens one on the local network. Rejects with a JamError when the topic cannot be joined. */
export async function openFrameRoom(options: FrameRoomOptions, time: Time): Promise<FrameRoom> {
  const { interfaces, peers, simulatedLoss } = options;
  const families = addressFamilies(interfaces, peers);
  const opened = await openRoomPort(options, families, time);
  const port = simulatedLoss ? losePart(opened.port, simulatedLoss, time) : opened.port;
  return joinFrameRoom(options, port, opened.notice, { ...time, families });
}

/** The same on a port that there is already, which is closed with the room. */
export async function joinFrameRoom(
  options: FrameRoomOptions,
  port: DatagramPort,
  portNotice: string | null,
  time: Time & { readonly families?: readonly (4 | 6)[] },
): Promise<FrameRoom> {
  const { topic, name, interfaces, discovery, peers, clockId = hostClockId() } = options;
  const tap = tapFrames(port, topic);
  let toast: Toast | undefined;
  try {
    toast = await createToast({
      ...time,
      port: tap.port,
      clockId,
      ...(name && { name }),
      ...(interfaces && { interfaces }),
      ...(discovery && { discovery }),
    });
    tap.ownId = () => toast!.senderId;
    const jam = await joinSession({ topic, toast, ...(peers && { peers }) });
    return createRoom(jam, toast, tap, { portNotice, clockId });
  } catch (error) {
    // Open sockets and running timers would keep the process alive.
    await toast?.close();
    await port.close();
    throw error;
  }
}

function createRoom(
  jam: FrameRoom['jam'],
  toast: Toast,
  tap: FrameTap,
  { portNotice, clockId }: Pick<FrameRoom, 'portNotice' | 'clockId'>,
): FrameRoom {
  return {
    jam,
    endpoints: tap.port.endpoints().map(formatEndpoint),
    port: tap.port.capabilities.kind,
    portNotice,
    discoveryNotices: toast.discovery?.notices() ?? [],
    clockId,
    counts: tap.counts,
    onFrame: (handler) => tap.onFrame(handler),
    async close() {
      await jam.close();
      await toast.close();
    },
  };
}
