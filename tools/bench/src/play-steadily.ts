import type { JmidEvent } from '@jamnet/schemas';
import type { RandomSource } from '@jamnet/wire';
import type { SimulatedJam, SimulatedPlayer } from './simulated-jam.js';

/** Plays notes at random times, `notesPerSecond` on average, until told to stop. Returns what stops it. With a `random` of its own the piece is the same whatever the network does. */
export function playSteadily(
  jam: SimulatedJam,
  player: SimulatedPlayer,
  notesPerSecond: number,
  sent: (event: JmidEvent, accepted: boolean) => void = () => undefined,
  random: RandomSource = jam.random,
): () => void {
  const { clock, timers } = jam.time;
  let playing = true;
  const send = (event: JmidEvent): void => sent(event, player.jmid.send(event));
  const play = (): void => {
    if (!playing) return;
    const note = 36 + Math.floor(random() * 48);
    send({ type: 'note_on', channel: 1, note, velocity: 100 });
    const offNs = clock.nowNs() + 20e6 + random() * 200e6;
    timers.schedule(offNs, () => send({ type: 'note_off', channel: 1, note, velocity: 0 }));
    timers.schedule(clock.nowNs() + ((0.5 + random()) * 1e9) / notesPerSecond, play);
  };
  play();
  return () => {
    playing = false;
  };
}
