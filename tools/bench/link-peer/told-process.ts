import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LanHost } from '@jamnet/testkit';

/** A process on a host of the LAN that is ordered about over IPC, and says its state after each order. */
export interface ToldProcess<Order, State> {
  /** Gives the state after the order. */
  tell(order: Order | EndOrder): Promise<State>;
  /** Kills a process that does not end by itself. */
  close(): Promise<void>;
}

export interface EndOrder {
  readonly order: 'end';
}

const END_MS = 5000;

/** Starts a script of this folder with a role, and waits for its first state. */
export async function startTold<Order extends object, State>(
  host: LanHost,
  script: string,
  role: object,
): Promise<ToldProcess<Order, State>> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const args = ['--import', 'tsx', '--conditions=@jamnet/source', path, JSON.stringify(role)];
  const child = host.spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const told = new SpawnedProcess<Order, State>(child, script);
  await told.next();
  return told;
}

class SpawnedProcess<Order extends object, State> implements ToldProcess<Order, State> {
  readonly #child: ChildProcess;
  readonly #script: string;
  readonly #exit: Promise<unknown>;

  constructor(child: ChildProcess, script: string) {
    this.#child = child;
    this.#script = script;
    this.#exit = once(child, 'exit');
  }

  async next(): Promise<State> {
    const ended = this.#exit.then(() => {
      throw new Error(`the process of ${this.#script} has ended`);
    });
    const [state] = (await Promise.race([once(this.#child, 'message'), ended])) as [State];
    return state;
  }

  tell(order: Order | EndOrder): Promise<State> {
    const answer = this.next();
    this.#child.send(order);
    return answer;
  }

  async close(): Promise<void> {
    if (this.#child.connected) this.#child.send({ order: 'end' } satisfies EndOrder);
    const overdue = setTimeout(() => this.#child.kill('SIGKILL'), END_MS);
    await this.#exit;
    clearTimeout(overdue);
  }
}
