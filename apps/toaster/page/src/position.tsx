import { useEffect, useRef } from 'react';
import { currentView, onEachView, useJam } from './view-store.js';

/** Bar and beat, large, and where in the beat: what everyone in the room sees at the same instant. */
export function Position() {
  const bar = useJam((state) => state.transport.bar) ?? 1;
  const beat = useJam((state) => state.transport.beat) ?? 1;
  const beats = useJam((state) => state.transport.beatsPerBar) ?? 4;
  const playing = useJam((state) => state.transport.playing) ?? false;
  return (
    <div
      className="position"
      data-playing={playing}
      role="group"
      aria-label={playing ? 'Position, playing' : 'Position, stopped'}
    >
      <span className="position-figures">
        <span>
          {bar}
          <small>bar</small>
        </span>
        <span>
          {beat}
          <small>beat</small>
        </span>
      </span>
      <span className="beats" aria-hidden="true">
        {Array.from({ length: beats }, (_, at) => (
          <span key={at} data-now={at + 1 === beat} />
        ))}
      </span>
      <Phase />
    </div>
  );
}

/** Moves with every view, past React. */
function Phase() {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let drawn = -1;
    return onEachView(() => {
      const transport = currentView().state?.transport;
      const phase = transport?.playing ? Math.round(transport.phase * 50) / 50 : 0;
      if (phase === drawn || place.current === null) return;
      drawn = phase;
      place.current.style.transform = `scaleX(${phase})`;
    });
  }, []);
  return <span ref={place} className="phase" aria-hidden="true" />;
}
