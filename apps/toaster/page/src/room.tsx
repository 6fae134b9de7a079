import { Aside } from './aside.js';
import { PeerRow } from './peer-row.js';
import { useChosen } from './peer-choice.js';
import { useJam } from './view-store.js';

/** The room: one's own side at the left, the others in the middle. */
export function Room() {
  const phase = useJam((state) => state.phase);
  const room = useJam((state) => state.settings.room) ?? '';
  // As text, which is the same as long as the same peers are there.
  const ids = useJam((state) => state.peers.map(({ senderId }) => senderId).join(' ')) ?? '';
  const chosen = useChosen();
  const peers = ids === '' ? [] : ids.split(' ').map(Number);
  const reached = chosen !== null && peers.includes(chosen) ? chosen : peers[0];
  return (
    <div className="room">
      <Aside />
      <section className="peers" aria-label={`Musicians in ${room}`}>
        {peers.length > 0 ? (
          <ul className="peer-list">
            {peers.map((senderId) => (
              <PeerRow key={senderId} senderId={senderId} isChosen={senderId === reached} />
            ))}
          </ul>
        ) : (
          <div className="nobody">
            <p className="nobody-title">
              {phase === 'joined' ? 'Nobody else is here yet' : words(phase, room)}
            </p>
            {phase === 'joined' && (
              <p>
                Others find <b>{room}</b> in the list of rooms of their TOASTer, and appear here as
                soon as they join. You can play and choose devices meanwhile.
              </p>
            )}
          </div>
        )}
      </section>
    </div>
  );
}

function words(phase: string | undefined, room: string): string {
  return phase === 'leaving' ? `Leaving ${room} …` : `Joining ${room} …`;
}
