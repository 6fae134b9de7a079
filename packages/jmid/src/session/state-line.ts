import { encodeCompactInto, type MidiStateChannel, type MidiStateMessage } from '@jamnet/schemas';
import type { StreamState } from './channel-state.js';

/** Kind of the line, its `t`. */
export const STATE_KIND = 'ms';

/** Room for the line in a heartbeat that has other things to say too. */
const LINE_BYTES = 560;
/** 256 channels with 120 controllers each are fewer: how long the numbers of a part may get. */
const MOST_PARTS = 9999;

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
      return inParts(channels, (part, index, count) =>
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

type Encode = (part: MidiStateChannel[], index: number, count: number) => Uint8Array | undefined;

/** A channel that does not fit a line alone, as several entries that each carry its notes: an entry speaks of all of them. */
function split(channel: MidiStateChannel, encode: Encode): MidiStateChannel[] {
  const { controllers } = channel;
  const pieces: MidiStateChannel[] = [];
  for (let from = 0; from < controllers.length || pieces.length === 0;) {
    let to = controllers.length;
    let piece = { ...channel, controllers: controllers.slice(from, to) };
    // With one controller it fits always: 128 notes have 402 characters.
    while (to - from > 1 && encode([piece], MOST_PARTS - 1, MOST_PARTS) === undefined) {
      to = from + ((to - from) >> 1);
      piece = { ...channel, controllers: controllers.slice(from, to) };
    }
    pieces.push(piece);
    from = to;
  }
  return pieces;
}

/** Parts of as many entries as fit. */
function inParts(channels: readonly MidiStateChannel[], encode: Encode): Uint8Array[] {
  const parts: MidiStateChannel[][] = [[]];
  for (const channel of channels.flatMap((each) => split(each, encode))) {
    const last = parts[parts.length - 1];
    const fits = encode([...last, channel], MOST_PARTS - 1, MOST_PARTS) !== undefined;
    if (last.length > 0 && !fits) parts.push([channel]);
    else last.push(channel);
  }
  return parts
    .map((part, index) => encode(part, index, parts.length))
    .filter((line): line is Uint8Array => line !== undefined);
}
