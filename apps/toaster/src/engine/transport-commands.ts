import { beatOfBar, type Transport, type TransportCommand } from '@jamnet/sync';
import type { JamCommand, TransportState } from './jam-state.js';

export type TransportOrder = Extract<
  JamCommand,
  { do: 'play' | 'stop' | 'rewind' | 'tempo' | 'locate' }
>;

/** Where there is no music. */
export const noTransport: TransportState = {
  playing: false,
  tempo: 120,
  beatsPerBar: 4,
  bar: 1,
  beat: 1,
  phase: 0,
};

/** Gives a command to everyone in the room. Why not, or null. */
export function takeTransportCommand(transport: Transport, order: TransportOrder): string | null {
  const refusal = `the transport does not take ${text(order)}`;
  try {
    return give(transport, order) === undefined ? refusal : null;
  } catch {
    // What is out of range is refused with an error.
    return refusal;
  }
}

function give(transport: Transport, order: TransportOrder): TransportCommand | undefined {
  switch (order.do) {
    case 'play':
      return transport.play();
    // Where it stands it goes on from; rewinding is a command of its own.
    case 'stop':
      return transport.pause();
    case 'rewind':
      return transport.positionNow().running ? transport.seek({ beat: 0 }) : transport.stop();
    case 'tempo':
      return transport.tempo(order.tempo);
    case 'locate':
      return transport.seek({ beat: beatOfBar(transport.score().signatures, order.bar) });
  }
}

function text(order: TransportOrder): string {
  if (order.do === 'tempo') return `a tempo of ${order.tempo}`;
  return order.do === 'locate' ? `bar ${order.bar}` : `'${order.do}' now`;
}
