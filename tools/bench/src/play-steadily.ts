import type { JmidEvent } from '@jamnet/schemas';
import type { SimulatedJam, SimulatedPlayer } from './simulated-jam.js';

/** Plays notes at random times, `notesPerSecond` on average, until told to stop. Returns what stops it. */
export function playSteadily(
  jam: SimulatedJam,
  player: SimulatedPlayer,
  notesPerSecond: number,
  sent: (event: JmidEvent, accepted: boolean) => void = () => undefined,
): () => void {
  const { clock, timers } = jam.time;
  let playing = true;
  const send = (event: JmidEvent): void => sent(event, player.jmid.send(event));
  const play = (): void => {
    if (!playing) return;
    const note = 36 + Math.floor(jam.random() * 48);
    send({ type: 'note_on', channel: 1, note, velocity: 100 });
    const offNs = clock.nowNs() + 20e6 + jam.random() * 200e6;
    timers.schedule(offNs, () => send({ type: 'note_off', channel: 1, note, velocity: 0 }));
    timers.schedule(clock.nowNs() + ((0.5 + jam.random()) * 1e9) / notesPerSecond, play);
  };
  play();
  return () => {
    playing = false;
  };
}
