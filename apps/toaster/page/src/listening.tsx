import { PLAYOUT_MS } from '../../src/window/jam-words.js';
import { tell, tellOnce } from './host.js';
import { Slider } from './slider.js';
import { Toggle } from './toggle.js';
import { useDraft } from './use-draft.js';
import { useJam } from './view-store.js';

/** How one hears: oneself, and everybody at one time or each as early as can be. */
export function Listening() {
  const monitor = useJam((state) => state.settings.monitor) ?? false;
  const [playoutMs, hold] = useDraft(useJam((state) => state.settings.playoutMs) ?? null);
  const set = (next: number | null) => {
    hold(next);
    tell({ do: 'set', settings: { playoutMs: next } });
  };
  return (
    <section className="listening" aria-label="How you hear">
      <Toggle
        label="Hear yourself"
        title="Monitor: as late as the others are heard (O)"
        isOn={monitor}
        onChange={(isOn) => tell({ do: 'set', settings: { monitor: isOn } })}
      />
      <Toggle
        label="Same delay for all"
        title="Everyone is heard equally late; otherwise each as early as their way allows"
        isOn={playoutMs !== null}
        onChange={(isOn) => set(isOn ? PLAYOUT_MS.first : null)}
      />
      <Slider
        label="delay"
        spokenLabel="Delay of everyone's sound"
        value={playoutMs ?? PLAYOUT_MS.first}
        range={PLAYOUT_MS}
        figure={(ms) => (playoutMs === null ? 'auto' : `${Math.round(ms)} ms`)}
        home={PLAYOUT_MS.first}
        disabled={playoutMs === null}
        onMoved={(next) => {
          hold(next);
          tellOnce('playout', { do: 'set', settings: { playoutMs: next } });
        }}
      />
    </section>
  );
}
