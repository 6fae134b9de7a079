import { encodeCompactInto, type MidiStateChannel, type MidiStateMessage } from '@jamnet/schemas';
import type { StreamState } from './channel-state.js';

/** Kind of the line, its `t`. */
export const STATE_KIND = 'ms';

/** Room for the line in a heartbeat that has other things to say too. */
const LINE_BYTES = 560;

/** Writes a stream's state as lines for heartbeats; several when it does not fit into one (row J5). */
export interface StateLines {
  /** Lines of the present state, at least one. Allocates. */
  write(state: StreamState, streamId: number, sequence: number): Uint8Array[];
}

export function createStateLines(): StateLines {
  const scratch = new Uint8Array(4096);
  const encode = (message: MidiStateMessage): Uint8Array | undefined => {
    const end = encodeCompactInto(message, scratch, 0);
    return end >= 0 && end <= LINE_BYTES ? scratch.slice(0, end) : undefined;
  };
  return {
    write(state, streamId, sequence) {
      const channels: MidiStateChannel[] = [];
      for (const channel of state.channels.values()) {
        const snapshot = channel.snapshot();
        if (snapshot !== undefined) channels.push(snapshot);
      }
      const whole = encode({ type: 'midi_state', stream: streamId, channels, sequence });
      if (whole !== undefined) return [whole];
      return inParts(channels.flatMap(splitChannel), (part, index, count) =>
        encode({
          type: 'midi_state',
          stream: streamId,
          part: [index, count],
          channels: part,
          sequence,
        }),
      );
    },
  };
}

const CONTROLLERS_A_PIECE = 32;

/** A channel with many controllers, as several entries that each carry its notes. */
function splitChannel(channel: MidiStateChannel): MidiStateChannel[] {
  if (channel.controllers.length <= CONTROLLERS_A_PIECE) return [channel];
  const pieces: MidiStateChannel[] = [];
  for (let i = 0; i < channel.controllers.length; i += CONTROLLERS_A_PIECE) {
    pieces.push({ ...channel, controllers: channel.controllers.slice(i, i + CONTROLLERS_A_PIECE) });
  }
  return pieces;
}

type Encode = (part: MidiStateChannel[], index: number, count: number) => Uint8Array | undefined;

/** One channel's entry fits a line always; so many channels share one as do. */
function inParts(channels: readonly MidiStateChannel[], encode: Encode): Uint8Array[] {
  const parts: MidiStateChannel[][] = [[]];
  for (const channel of channels) {
    const last = parts[parts.length - 1];
    if (last.length > 0 && encode([...last, channel], 0, 255) === undefined) parts.push([channel]);
    else last.push(channel);
  }
  return parts
    .map((part, index) => encode(part, index, parts.length))
    .filter((line): line is Uint8Array => line !== undefined);
}
