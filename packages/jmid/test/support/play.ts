import type { JmidEvent } from '@jamnet/schemas';
import type { Jam, Player } from './jam.js';

export interface Playing {
  readonly notes: number;
  readonly notesPerSecond: number;
}

/** Has a player play notes at random times, with a controller beside every fifth, and runs the time until the last note-off. */
export function playNotes(
  jam: Jam,
  player: Player,
  { notes, notesPerSecond }: Playing,
): JmidEvent[] {
  const { clock, timers } = jam.time;
  const sent: JmidEvent[] = [];
  const at = (atNs: number, event: JmidEvent): void => {
    timers.schedule(atNs, () => {
      if (!player.jmid.send(event)) throw new Error('refused');
      sent.push(event);
    });
  };
  let atNs = clock.nowNs();
  for (let n = 0; n < notes; n++) {
    atNs += ((0.5 + jam.random()) * 1e9) / notesPerSecond;
    const channel = 1 + (n % 16);
    const note = 36 + Math.floor(jam.random() * 48);
    at(atNs, { type: 'note_on', channel, note, velocity: 1 + (n % 127) });
    at(atNs + 20e6 + jam.random() * 400e6, { type: 'note_off', channel, note, velocity: 0 });
    if (n % 5 === 0)
      at(atNs + 10e6, { type: 'control_change', channel, controller: 1, value: n % 128 });
  }
  jam.time.run(atNs + 500e6);
  return sent;
}
