import { type AsidePage, showAside, useAsidePage } from './aside-choice.js';
import { Devices } from './devices.js';
import { Listening } from './listening.js';
import { Settings } from './settings.js';

const PAGES: ReadonlyArray<readonly [AsidePage, string]> = [
  ['you', 'You'],
  ['settings', 'Settings'],
];

/** One's own side of the room: devices and how one hears, or the settings. */
export function Aside() {
  const page = useAsidePage();
  return (
    <aside className="aside" id="aside" aria-label="Your side">
      <div className="tabs" role="group" aria-label="Your side shows">
        {PAGES.map(([value, label]) => (
          <button
            key={value}
            type="button"
            className="tab"
            aria-pressed={page === value}
            onClick={() => showAside(value)}
          >
            {label}
          </button>
        ))}
      </div>
      <div className="aside-page">
        {page === 'you' ? (
          <>
            <Devices />
            <Listening />
          </>
        ) : (
          <Settings />
        )}
      </div>
    </aside>
  );
}
