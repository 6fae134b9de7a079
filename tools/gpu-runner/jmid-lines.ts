import { encodeEventInto, type JmidEvent } from '@jamnet/schemas';
import { createRandom } from '@jamnet/testkit';

const LONGEST_LINE = 200;

/** Compact lines as playing makes them: notes above all, controllers, pitch bends, pressure. The same number gives the same bytes. */
export function jmidLines(count: number): Uint8Array {
  const random = createRandom(7);
  const below = (limit: number): number => Math.floor(random() * limit);
  const bytes = new Uint8Array(count * LONGEST_LINE);
  let at = 0;
  let timestamp = 123_456_789_012;
  for (let sequence = 1; sequence <= count; sequence++) {
    timestamp += 200 + below(4000);
    const rest = { channel: 1 + below(16), timestamp, sequence };
    const note = 24 + below(80);
    const share = random();
    let event: JmidEvent;
    if (share < 0.4) event = { type: 'note_on', note, velocity: 1 + below(127), ...rest };
    else if (share < 0.8) event = { type: 'note_off', note, velocity: below(128), ...rest };
    else if (share < 0.92)
      event = { type: 'control_change', controller: below(120), value: below(128), ...rest };
    else if (share < 0.97) event = { type: 'pitch_bend', bend: below(16_384), ...rest };
    else event = { type: 'channel_pressure', pressure: below(128), ...rest };
    at = encodeEventInto(bytes, at, event);
    if (at < 0) throw new Error(`event ${sequence} cannot be written: status ${at}`);
  }
  return bytes.slice(0, at);
}
