import { tell } from './host.js';
import { useJam } from './view-store.js';

const MARKS = { info: 'i', warning: '!', error: '×' } as const;
const SPOKEN = { info: 'Note', warning: 'Warning', error: 'Error' } as const;

/** What happened and what to do about it. It stays until it is dismissed, and is in nobody's way. */
export function Notices() {
  const notices = useJam((state) => state.notices) ?? [];
  return (
    <section className="notices" aria-label="Notices" aria-live="polite">
      {notices.toReversed().map(({ id, level, text, hint }) => (
        <div key={id} className="notice" data-level={level}>
          <span className="notice-mark" aria-hidden="true">
            {MARKS[level]}
          </span>
          <span className="notice-text">
            <span className="spoken">{SPOKEN[level]}: </span>
            {text}
            {hint !== null && <span className="notice-hint"> {hint}</span>}
          </span>
          <button
            type="button"
            className="button small"
            aria-label={`Dismiss: ${text}`}
            onClick={() => tell({ do: 'dismiss', id })}
          >
            Dismiss
          </button>
        </div>
      ))}
    </section>
  );
}
