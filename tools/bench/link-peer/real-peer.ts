import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { LanHost } from '@jamnet/testkit';

/** What the real peer says of itself, at one moment. */
export interface RealState {
  /** CLOCK_MONOTONIC and Link's own clock at that moment, and how far apart they were read. */
  readonly monoNs: number;
  readonly hostUs: number;
  readonly apartNs: number;
  readonly peers: number;
  readonly tempo: number;
  readonly beat: number;
  /** Of 4. */
  readonly phase: number;
  readonly playing: boolean;
}

/** A program that is a Link peer by Ableton's own library. */
export interface RealPeer {
  /** One of `tempo BPM`, `play`, `stop`, `state`; gives the state after it. */
  tell(command: string): Promise<RealState>;
  close(): Promise<void>;
}

export async function startRealPeer(host: LanHost, program: string, bpm = 120): Promise<RealPeer> {
  const child = host.spawn(program, [String(bpm)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const peer = new SpawnedPeer(child);
  await peer.next();
  return peer;
}

class SpawnedPeer implements RealPeer {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #exit: Promise<unknown>;
  #ended = false;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout! });
    this.#exit = once(child, 'exit').then(() => (this.#ended = true));
  }

  async next(): Promise<RealState> {
    const ended = this.#exit.then(() => {
      throw new Error('the real Link peer has ended');
    });
    const [line] = (await Promise.race([once(this.#lines, 'line'), ended])) as [string];
    return JSON.parse(line) as RealState;
  }

  tell(command: string): Promise<RealState> {
    const answer = this.next();
    this.#child.stdin!.write(`${command}\n`);
    return answer;
  }

  async close(): Promise<void> {
    if (!this.#ended) this.#child.stdin!.end('quit\n');
    await this.#exit;
  }
}
