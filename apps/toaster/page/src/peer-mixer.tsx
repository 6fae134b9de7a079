import { volumeFigure } from '../../src/window/jam-figures.js';
import { DELAY_MS, VOLUME } from '../../src/window/jam-words.js';
import { tell, tellOnce } from './host.js';
import { Slider } from './slider.js';
import { Toggle } from './toggle.js';
import { useDraft } from './use-draft.js';
import { peerIn, useJam } from './view-store.js';

/** How one hears a peer: only one's own business. */
export function PeerMixer({
  senderId,
  name,
}: {
  readonly senderId: number;
  readonly name: string;
}) {
  const volume = useJam((state) => peerIn(state, senderId)?.volume) ?? 1;
  const delayMs = useJam((state) => peerIn(state, senderId)?.delayMs) ?? 0;
  const [muted, holdMuted] = useDraft(useJam((state) => peerIn(state, senderId)?.muted) ?? false);
  return (
    <div className="mixer" role="group" aria-label={`How you hear ${name}`}>
      <Slider
        label="volume"
        spokenLabel={`Volume of ${name}`}
        value={volume}
        range={VOLUME}
        figure={volumeFigure}
        home={1}
        onMoved={(next) => tellOnce(`volume ${senderId}`, { do: 'peer', senderId, volume: next })}
      />
      <Slider
        label="later by"
        spokenLabel={`How much later than the others ${name} is heard`}
        value={delayMs}
        range={DELAY_MS}
        figure={(ms) => `${Math.round(ms)} ms`}
        home={0}
        onMoved={(next) => tellOnce(`delay ${senderId}`, { do: 'peer', senderId, delayMs: next })}
      />
      <Toggle
        label={muted ? 'Muted' : 'Mute'}
        spokenLabel={`Mute ${name}`}
        className="mute"
        isOn={muted}
        onChange={(isOn) => {
          holdMuted(isOn);
          tell({ do: 'peer', senderId, muted: isOn });
        }}
      />
    </div>
  );
}
