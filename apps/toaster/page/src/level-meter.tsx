import { useEffect, useRef } from 'react';
import type { JamState, Meter } from '../../src/engine/jam-state.js';
import { meterAfter } from '../../src/window/meter-scale.js';
import { currentView, onEachView } from './view-store.js';

interface LevelMeterProps {
  readonly label: string;
  readonly of: (state: JamState) => Meter | undefined;
  readonly isUpright?: boolean;
}

/** Views that a note is seen for. */
const LIT_VIEWS = 3;
/** Smaller steps than the points of any screen would be drawn for nothing. */
const STEPS = 250;

/** One bar a channel, and a lamp for notes. It moves with every view that changes it, past React: a cover over a coloured bar, which costs next to nothing. */
export function LevelMeter({ label, of, isUpright = false }: LevelMeterProps) {
  const place = useRef<HTMLDivElement>(null);
  const lamp = useRef<HTMLSpanElement>(null);
  const select = useRef(of);
  select.current = of;

  useEffect(() => {
    const bars = place.current;
    if (bars === null) return undefined;
    const covers: HTMLElement[] = [];
    let levels: number[] = [];
    let drawn: number[] = [];
    let lit = 0;

    function draw(): void {
      const { state } = currentView();
      const meter = state === null ? undefined : select.current(state);
      const peaks = meter === undefined || meter.peaks.length === 0 ? [0] : meter.peaks;
      if (bars !== null && covers.length !== peaks.length) {
        covers.splice(0, covers.length, ...peaks.map(createBar));
        bars.replaceChildren(...covers.map(({ parentElement }) => parentElement ?? ''));
        drawn = [];
      }
      levels = peaks.map((peak, at) => meterAfter(levels[at] ?? 0, peak));
      levels.forEach((level, at) => {
        const covered = 1 - Math.round(level * STEPS) / STEPS;
        if (covered === drawn[at]) return;
        drawn[at] = covered;
        covers[at].style.transform = isUpright ? `scaleY(${covered})` : `scaleX(${covered})`;
      });
      const before = lit;
      lit = meter !== undefined && meter.notes > 0 ? LIT_VIEWS : Math.max(0, lit - 1);
      if (lit > 0 !== before > 0) lamp.current?.toggleAttribute('data-lit', lit > 0);
    }

    draw();
    return onEachView(draw);
  }, [isUpright]);

  return (
    <div className={isUpright ? 'meter upright' : 'meter'} role="img" aria-label={label}>
      <div ref={place} className="meter-bars" />
      <span ref={lamp} className="meter-lamp" />
    </div>
  );
}

/** The cover of a new bar; the bar is around it. */
function createBar(): HTMLElement {
  const bar = document.createElement('span');
  return bar.appendChild(document.createElement('i'));
}
