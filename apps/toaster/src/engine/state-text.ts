import type { JamState, PeerState } from './jam-state.js';

/** How a jam stands, in a line for a person. */
export function stateText({ phase, peers, sync, transport, audio, settings }: JamState): string {
  if (phase !== 'joined') return `${phase}, room ${settings.room}`;
  const { playing, bar, beat, tempo } = transport;
  const music = `${playing ? 'playing' : 'at rest'} ${bar}.${beat} at ${round(tempo)} bpm`;
  const device =
    audio === null
      ? 'no audio device'
      : `${audio.periodFrames} frames at ${audio.sampleRate} Hz, ${audio.xruns} x-runs`;
  const clock = sync.boundUs === null ? sync.state : `${sync.state} ±${round(sync.boundUs)} µs`;
  return [music, clock, device, ...peers.map(peerText)].join(' · ');
}

function peerText(peer: PeerState): string {
  const { name, latencyMs, lossHere, playoutMs, repair } = peer;
  const parts = [
    latencyMs === null ? null : `${round(latencyMs)} ms away`,
    playoutMs === null ? null : `heard after ${round(playoutMs)} ms`,
    lossHere > 0.0005 ? `${round(lossHere * 100)} % lost` : null,
    repair.predicted > 0 ? `${repair.predicted} frames predicted` : null,
    peer.meter.notes > 0 ? `${peer.meter.notes} notes` : null,
  ];
  return `${name}: ${parts.filter((part) => part !== null).join(', ') || 'here'}`;
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
