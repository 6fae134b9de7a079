import { engineWords } from '../../src/window/jam-words.js';
import { startEngine } from './host.js';
import { useView } from './view-store.js';

/** What is the matter with the engine and what happens next; nothing while all is well. */
export function EngineBanner() {
  const engine = useView((view) => view.engine);
  const hasState = useView((view) => view.state !== null);
  const words = engineWords(engine, hasState);
  const waits = engine.kind === 'restarting' || engine.kind === 'stopped';
  return (
    <div className="engine-place" role="status" aria-live="assertive">
      {words !== null && (
        <div className="engine" data-mood={words.mood}>
          <span className="engine-text">
            <strong>{words.text}</strong> {words.more}
          </span>
          {waits && (
            <button type="button" className="button primary" onClick={startEngine}>
              Start now
            </button>
          )}
        </div>
      )}
    </div>
  );
}
