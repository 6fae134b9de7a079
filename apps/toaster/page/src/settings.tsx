import { DISCOVERY_WAYS } from '../../src/window/jam-words.js';
import type { JamSettings } from '../../src/engine/jam-state.js';
import { tell } from './host.js';
import { DirectPeers } from './direct-peers.js';
import { TextField } from './text-field.js';
import { useJam } from './view-store.js';

/** One's name and how others are found. */
export function Settings() {
  const settings = useJam((state) => state.settings);
  const interfaces = useJam((state) => state.interfacesAvailable) ?? [];
  if (settings === undefined) return null;
  const set = (change: Partial<JamSettings>) => tell({ do: 'set', settings: change });
  const way = DISCOVERY_WAYS.find(({ value }) => value === settings.discovery);
  // One that was chosen and is not there now stays in sight.
  const shown = [...new Set([...interfaces, ...settings.interfaces])];
  return (
    <section className="settings" aria-label="Settings">
      <TextField
        id="own-name"
        label="Your name"
        value={settings.name}
        onWritten={(name) => {
          if (name !== '') set({ name });
          return name !== '';
        }}
      />
      <div className="field">
        <label className="field-label" htmlFor="discovery">
          How others are found
        </label>
        <select
          id="discovery"
          value={settings.discovery}
          aria-describedby="discovery-meaning"
          onChange={(event) => set({ discovery: event.target.value as JamSettings['discovery'] })}
        >
          {DISCOVERY_WAYS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <p className="meaning" id="discovery-meaning">
          {way?.meaning}
        </p>
      </div>
      <fieldset className="interfaces">
        <legend className="field-label">Interfaces (none chosen: all of them)</legend>
        {shown.map((name) => {
          const isChosen = settings.interfaces.includes(name);
          return (
            <label key={name} className="check">
              <input
                type="checkbox"
                checked={isChosen}
                onChange={() =>
                  set({
                    interfaces: isChosen
                      ? settings.interfaces.filter((other) => other !== name)
                      : [...settings.interfaces, name],
                  })
                }
              />
              {name}
            </label>
          );
        })}
      </fieldset>
      <DirectPeers peers={settings.peers} onChange={(peers) => set({ peers })} />
    </section>
  );
}
