import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LanHost } from '@jamnet/testkit';
import type { OurOrder, OurRole, OurState } from './our-messages.js';

/** Our Link peer in a process of its own. */
export interface OurPeer {
  /** Gives the state after the order. */
  tell(order: OurOrder): Promise<OurState>;
  close(): Promise<void>;
}

const SCRIPT = fileURLToPath(new URL('our-process.ts', import.meta.url));

export async function startOurPeer(host: LanHost, role: OurRole): Promise<OurPeer> {
  const args = ['--import', 'tsx', '--conditions=@jamnet/source', SCRIPT, JSON.stringify(role)];
  const child = host.spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const peer = new SpawnedPeer(child);
  await peer.next();
  return peer;
}

class SpawnedPeer implements OurPeer {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.#exit = once(child, 'exit');
  }

  async next(): Promise<OurState> {
    const ended = this.#exit.then(() => {
      throw new Error('the process of our Link peer has ended');
    });
    const [state] = (await Promise.race([once(this.#child, 'message'), ended])) as [OurState];
    return state;
  }

  tell(order: OurOrder): Promise<OurState> {
    const answer = this.next();
    this.#child.send(order);
    return answer;
  }

  async close(): Promise<void> {
    if (this.#child.connected) this.#child.send({ order: 'end' } satisfies OurOrder);
    await this.#exit;
  }
}
