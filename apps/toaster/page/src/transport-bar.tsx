import { tempoFigure } from '../../src/window/jam-figures.js';
import { syncWords, TEMPO } from '../../src/window/jam-words.js';
import { tell } from './host.js';
import { Position } from './position.js';
import { TextField } from './text-field.js';
import { Toggle } from './toggle.js';
import { useJam, useReading, useView } from './view-store.js';

/** The room, the one timeline and how well it is held. */
export function TransportBar() {
  const phase = useJam((state) => state.phase) ?? 'lobby';
  const isWell = useView(({ engine }) => engine.kind === 'running' || engine.kind === 'silent');
  return (
    <header className="transport" inert={!isWell}>
      <div className="brand">
        <h1>TOASTer</h1>
        {phase !== 'lobby' && <RoomName isLeaving={phase === 'leaving'} />}
      </div>
      {phase === 'lobby' ? (
        <Searching />
      ) : (
        <>
          <Playing />
          <Position />
          <Tempo />
          <Sync />
        </>
      )}
    </header>
  );
}

function Searching() {
  const found = useJam((state) => state.rooms.length);
  if (found === undefined) return null;
  const words = found === 0 ? 'no room yet' : found === 1 ? '1 room found' : `${found} rooms found`;
  return <p className="searching-now">{words}, still looking</p>;
}

function RoomName({ isLeaving }: { readonly isLeaving: boolean }) {
  const room = useJam((state) => state.settings.room) ?? '';
  return (
    <div className="room-here">
      <span className="room-title" title={room}>
        {room}
      </span>
      <button
        type="button"
        className="button small"
        disabled={isLeaving}
        aria-label={`Leave ${room}`}
        onClick={() => tell({ do: 'leave' })}
      >
        Leave
      </button>
    </div>
  );
}

function Playing() {
  const playing = useJam((state) => state.transport.playing) ?? false;
  return (
    <div className="play-group" role="group" aria-label="Transport">
      <button
        type="button"
        className="button icon"
        aria-label="Rewind"
        title="Rewind (Home)"
        onClick={() => tell({ do: 'rewind' })}
      >
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M4 4h2.4v12H4zM16 4v12L7 10z" />
        </svg>
      </button>
      <button
        type="button"
        className="button icon play"
        aria-label={playing ? 'Stop' : 'Play'}
        aria-pressed={playing}
        title="Play, stop (space)"
        onClick={() => tell({ do: playing ? 'stop' : 'play' })}
      >
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d={playing ? 'M4.5 4.5h11v11h-11z' : 'M5 3.5v13L17 10z'} />
        </svg>
      </button>
    </div>
  );
}

function Tempo() {
  const tempo = useJam((state) => state.transport.tempo) ?? 120;
  const beats = useJam((state) => state.transport.beatsPerBar) ?? 4;
  const click = useJam((state) => state.settings.click) ?? false;
  const set = (next: number) => {
    const isPossible = next >= TEMPO.least && next <= TEMPO.most;
    if (isPossible) tell({ do: 'tempo', tempo: Math.round(next * 100) / 100 });
    return isPossible;
  };
  const step = (by: number) => set(Math.min(TEMPO.most, Math.max(TEMPO.least, tempo + by)));
  return (
    <div className="tempo-group" role="group" aria-label="Tempo, place and click">
      <div className="tempo">
        <button type="button" className="button small" aria-label="Slower" onClick={() => step(-1)}>
          −
        </button>
        <TextField
          id="tempo"
          label={`bpm, ${beats} beats`}
          inputMode="decimal"
          value={tempoFigure(tempo)}
          onWritten={(text) => set(Number(text.replace(',', '.')))}
        />
        <button type="button" className="button small" aria-label="Faster" onClick={() => step(1)}>
          +
        </button>
      </div>
      <TextField
        id="locate"
        label="go to bar"
        className="locate"
        inputMode="numeric"
        placeholder="1"
        value=""
        onWritten={(text) => {
          const bar = Number(text);
          const isPossible = Number.isInteger(bar) && bar >= 1;
          if (isPossible) tell({ do: 'locate', bar });
          return isPossible;
        }}
      />
      <Toggle
        label="Click"
        title="A click on the one timeline, for you alone (C)"
        isOn={click}
        onChange={(isOn) => tell({ do: 'set', settings: { click: isOn } })}
      />
    </div>
  );
}

function Sync() {
  const sync = useReading((state) => state.sync);
  if (sync === undefined) return null;
  const { text, more, mood } = syncWords(sync);
  return (
    <div className="sync" role="group" aria-label="Timeline">
      <span className="lamp" data-mood={mood} aria-hidden="true" />
      <span className="sync-words">
        <span className="sync-text">{text}</span>
        <span className="sync-more">{more}</span>
      </span>
    </div>
  );
}
