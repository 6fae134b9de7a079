import { EngineBanner } from './engine-banner.js';
import { Footer } from './footer.js';
import { Lobby } from './lobby.js';
import { Notices } from './notices.js';
import { Room } from './room.js';
import { TransportBar } from './transport-bar.js';
import { useShortcuts } from './use-shortcuts.js';
import { useJam, useView } from './view-store.js';

/** The whole window: above the transport, below what is worth knowing, between them the lobby or the room. */
export function App() {
  const phase = useJam((state) => state.phase);
  const isWell = useView(({ engine }) => engine.kind === 'running' || engine.kind === 'silent');
  useShortcuts();
  return (
    <div className="window" data-phase={phase ?? 'none'}>
      <TransportBar />
      <EngineBanner />
      <main className="stage" inert={!isWell}>
        {phase === undefined ? <Blank /> : phase === 'lobby' ? <Lobby /> : <Room />}
      </main>
      <Notices />
      <Footer />
    </div>
  );
}

/** Before the first state; without a host it stays. */
function Blank() {
  return (
    <p className="blank">
      This is TOASTer’s window. If it stays empty, it was opened by itself: run <code>toaster</code>{' '}
      instead.
    </p>
  );
}
