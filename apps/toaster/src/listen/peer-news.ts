import { pause, type CommandContext } from '../commands/context.js';
import type { Jam, JamPeer } from '../jam.js';
import { hexId } from '../report/json-lines.js';

const NAME_POLL_MS = 20;
const NAME_WAIT_MS = 1_000;

/** Tells who comes and goes. Whoever has not said its name yet is told of when it has, or after a second without one. */
export function followPeers(
  jam: Jam,
  context: CommandContext,
  tell: (peer: JamPeer, text: string) => void,
): () => void {
  /** Who has come and was not told of yet. */
  const nameless = new Map<number, JamPeer>();
  /** What each was called when it came. */
  const called = new Map<number, string>();
  const ended = new AbortController();

  function announce(peer: JamPeer): void {
    nameless.delete(peer.senderId);
    const id = hexId(peer.senderId);
    const before = called.get(peer.senderId);
    const name = peer.name || before || id;
    const label = before === id && name !== id ? `${name} (${id})` : name;
    if (peer.state === 'alive') called.set(peer.senderId, name);
    else called.delete(peer.senderId);
    const verb = { alive: 'is here', left: 'said goodbye', expired: 'fell silent' }[peer.state];
    tell(peer, `${label} ${verb}`);
  }

  async function awaitName(came: JamPeer): Promise<void> {
    const untilNs = context.clock.nowNs() + NAME_WAIT_MS * 1e6;
    while (nameless.get(came.senderId) === came) {
      const now = jam.peers().find(({ senderId }) => senderId === came.senderId);
      if (now?.name || context.clock.nowNs() >= untilNs) return announce(now ?? came);
      if (ended.signal.aborted) return;
      await pause(context, NAME_POLL_MS, ended.signal);
    }
  }

  jam.onPeer((peer) => {
    const came = nameless.get(peer.senderId);
    if (peer.state === 'alive' && peer.name === '') {
      nameless.set(peer.senderId, peer);
      void awaitName(peer);
    } else {
      // It went before it was told of: that it was here comes first.
      if (came && peer.state !== 'alive') announce({ ...came, name: peer.name });
      announce(peer);
    }
  });
  return () => ended.abort();
}
