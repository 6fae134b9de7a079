import { clockFigure, msFigure, rateFigure } from '../../src/window/jam-figures.js';
import { SHORTCUTS } from './shortcuts.js';
import { useJam, useReading } from './view-store.js';

/** The network and the sound card in one line, and below it the keys. */
export function Footer() {
  const inRoom = useJam((state) => state.phase !== 'lobby') ?? false;
  return (
    <footer className="footer">
      <NetworkLine />
      <ul className="keys" aria-label="Keys">
        {SHORTCUTS.filter(({ onlyInRoom }) => inRoom || !onlyInRoom).map(({ shown, meaning }) => (
          <li key={meaning}>
            <kbd>{shown}</kbd> {meaning}
          </li>
        ))}
      </ul>
    </footer>
  );
}

function NetworkLine() {
  const network = useReading((state) => state.network);
  const audio = useReading((state) => state.audio);
  const clock = useReading((state) => clockFigure(state.uptimeS));
  if (network === undefined) return <p className="network"> </p>;
  return (
    <p className="network" aria-label="Network and sound">
      <span>
        <b>out</b> {rateFigure(network.sentKbps)}, {Math.round(network.sentPerS)}/s
      </span>
      <span>
        <b>in</b> {rateFigure(network.receivedKbps)}, {Math.round(network.receivedPerS)}/s
      </span>
      <span className="network-plan">
        <b>sending</b> {network.plan}
      </span>
      <span>
        <b>sound</b>{' '}
        {audio == null
          ? 'no device'
          : `${audio.sampleRate / 1_000} kHz, ${msFigure((audio.periodFrames * 1_000) / audio.sampleRate)} a period`}
      </span>
      {audio != null && (
        <span data-mood={audio.xruns > 0 ? 'busy' : 'quiet'}>
          <b>dropouts</b> {audio.xruns}
        </span>
      )}
      <span className="network-clock">{clock}</span>
    </p>
  );
}
