import { createRandom, createSimulatedNetwork, impair } from '@jamnet/testkit';
import type { Loss } from '@jamnet/testkit';
import {
  type FrameRoom,
  type FrameRoomOptions,
  joinFrameRoom,
} from '../../src/capture/frame-room.js';
import type { CommandContext } from '../../src/commands/context.js';

/** Rooms on a network in virtual time, for commands that open their own. */
export interface RoomNetwork {
  open(options: FrameRoomOptions, context: CommandContext): Promise<FrameRoom>;
  /** The same, where so much of what arrives is lost. */
  losing(loss: Loss): RoomNetwork['open'];
}

export function createRoomNetwork({ clock, timers }: CommandContext, latencyNs = 2e6): RoomNetwork {
  const random = createRandom(7);
  const network = createSimulatedNetwork({ clock, timers, random, latencyNs });
  let host = 0;
  const losing =
    (loss: Loss): RoomNetwork['open'] =>
    (options, context) => {
      const port = network.createPort({ address: `192.0.2.${(host += 1)}` });
      const time = { clock: context.clock, timers: context.timers };
      const impaired = impair(port, { ...time, random, receive: { loss } });
      return joinFrameRoom({ ...options, discovery: 'multicast' }, impaired, null, time);
    };
  return { open: losing(0), losing };
}
