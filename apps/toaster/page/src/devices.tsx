import type { JamState } from '../../src/engine/jam-state.js';
import { tell } from './host.js';
import { LevelMeter } from './level-meter.js';
import { useDraft } from './use-draft.js';
import { useJam } from './view-store.js';

type DeviceKind = 'audioIn' | 'audioOut' | 'midiIn' | 'midiOut';

const NONE = '';

/** What is plugged in, by name, with what is the matter with it. */
export function Devices() {
  return (
    <section className="devices" aria-label="Devices">
      <Device kind="audioIn" label="Sound in" />
      <LevelMeter label="Level of your input" of={(state) => state.inputMeter} />
      <Device kind="audioOut" label="Sound out" />
      <LevelMeter label="Level of your loudspeakers" of={(state) => state.outputMeter} />
      <Device kind="midiIn" label="MIDI in" />
      <Device kind="midiOut" label="MIDI out" />
    </section>
  );
}

function Device({ kind, label }: { readonly kind: DeviceKind; readonly label: string }) {
  const device = useJam((state: JamState) => state[kind]);
  const [chosen, hold] = useDraft(device?.chosen ?? null);
  if (device === undefined) return null;
  const { available, open, problem } = device;
  const isUnplugged = chosen !== null && !available.includes(chosen);
  const id = `device-${kind}`;
  return (
    <div className="device">
      <label htmlFor={id}>
        <span
          className="lamp"
          data-mood={problem !== null ? 'bad' : open ? 'good' : 'quiet'}
          aria-hidden="true"
        />
        {label}
      </label>
      <select
        id={id}
        value={chosen ?? NONE}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        onChange={(event) => {
          const next = event.target.value === NONE ? null : event.target.value;
          hold(next);
          tell({ do: 'set', settings: { [kind]: next } });
        }}
      >
        <option value={NONE}>none</option>
        {isUnplugged && <option value={chosen}>{chosen} (not there)</option>}
        {available.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      {problem !== null && (
        <p className="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}
