import { memo } from 'react';
import { boundFigure, msFigure, offsetFigure, shareFigure } from '../../src/window/jam-figures.js';
import { HistoryPlot } from './history-plot.js';
import { LevelMeter } from './level-meter.js';
import { select } from './peer-choice.js';
import { PeerMixer } from './peer-mixer.js';
import { RepairBar } from './repair-bar.js';
import { peerIn, useJam, useReading } from './view-store.js';

interface PeerRowProps {
  readonly senderId: number;
  readonly isChosen: boolean;
}

/** One who plays: the level, the way here, what was repaired, and how loud one wants it. */
export const PeerRow = memo(function PeerRow({ senderId, isChosen }: PeerRowProps) {
  const name = useJam((state) => peerIn(state, senderId)?.name) ?? '';
  const isHere = useJam((state) => peerIn(state, senderId)?.state === 'here') ?? false;
  return (
    <li
      id={`peer-${senderId}`}
      className="peer"
      data-here={isHere}
      aria-label={name}
      aria-current={isChosen}
      tabIndex={isChosen ? 0 : -1}
      onFocus={() => select(senderId)}
    >
      <LevelMeter
        label={`Level of ${name}`}
        isUpright
        of={(state) => peerIn(state, senderId)?.meter}
      />
      <PeerIdentity senderId={senderId} name={name} isHere={isHere} />
      <PeerPlots senderId={senderId} name={name} />
      <RepairBar senderId={senderId} name={name} />
      <PeerMixer senderId={senderId} name={name} />
    </li>
  );
});

interface PeerPartProps {
  readonly senderId: number;
  readonly name: string;
}

function PeerIdentity({ senderId, name, isHere }: PeerPartProps & { readonly isHere: boolean }) {
  const isMaster = useJam((state) => peerIn(state, senderId)?.isMaster) ?? false;
  const offsetUs = useReading((state) => peerIn(state, senderId)?.offsetUs) ?? null;
  const boundUs = useReading((state) => peerIn(state, senderId)?.boundUs) ?? null;
  const playoutMs = useReading((state) => peerIn(state, senderId)?.playoutMs) ?? null;
  return (
    <div className="peer-identity">
      <h3>
        <span className="peer-dot" aria-hidden="true" />
        <span className="peer-name" title={name}>
          {name}
        </span>
      </h3>
      <p className="peer-state">
        {isHere ? 'here' : 'gone'}
        {isMaster && <span className="badge">leads</span>}
      </p>
      <dl className="pairs">
        <dt>timeline</dt>
        <dd>
          {offsetFigure(offsetUs)} <span className="faint">{boundFigure(boundUs)}</span>
        </dd>
        <dt>heard after</dt>
        <dd>{msFigure(playoutMs)}</dd>
      </dl>
    </div>
  );
}

function PeerPlots({ senderId, name }: PeerPartProps) {
  const history = useReading((state) => peerIn(state, senderId)?.history);
  const isHere = useReading((state) => peerIn(state, senderId)?.state === 'here') ?? false;
  const latencyMs = useReading((state) => peerIn(state, senderId)?.latencyMs) ?? null;
  const jitterMs = useReading((state) => peerIn(state, senderId)?.jitterMs) ?? null;
  const lossHere = useReading((state) => peerIn(state, senderId)?.lossHere) ?? null;
  const lossThere = useReading((state) => peerIn(state, senderId)?.lossThere) ?? null;
  const bufferMs = useReading((state) => peerIn(state, senderId)?.bufferMs) ?? null;
  if (history === undefined) return <div className="plots" />;
  return (
    <div className="plots">
      <HistoryPlot
        label="latency"
        who={name}
        values={history.latencyMs}
        figure={msFigure}
        colour="#6cc7f5"
        leastCeiling={10}
        now={latencyMs}
      />
      <HistoryPlot
        label="jitter"
        who={name}
        values={history.jitterMs}
        figure={msFigure}
        colour="#c4a5ff"
        leastCeiling={2}
        now={isHere ? jitterMs : null}
      />
      <HistoryPlot
        label="loss"
        who={name}
        values={history.loss}
        figure={shareFigure}
        colour="#ff8b82"
        leastCeiling={0.02}
        now={isHere ? lossHere : null}
      />
      <HistoryPlot
        label="buffer"
        who={name}
        values={history.bufferMs}
        figure={msFigure}
        colour="#7fd8a6"
        leastCeiling={10}
        now={bufferMs}
      />
      <p className="plots-note">
        way there <b>{shareFigure(lossThere)}</b> lost
      </p>
    </div>
  );
}
