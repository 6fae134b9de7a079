import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A process that is told things and says things. Typed arrays travel as they are. */
export interface Child<Say, Hear> {
  readonly pid: number;
  say(message: Say): void;
  /** The next message that `is` recognises; what is not waited for is passed over. Rejects when the process ends first. */
  hear<T extends Hear>(
    is: (message: Hear) => message is T,
    onOther?: (message: Hear) => void,
  ): Promise<T>;
  stop(): void;
}

/** Starts a script of this workspace, given as a path from `src/`. */
export function startChild<Say extends object, Hear>(
  script: string,
  args: readonly string[],
  nodeFlags: readonly string[] = [],
): Child<Say, Hear> {
  const child: ChildProcess = fork(fileURLToPath(new URL(`../${script}`, import.meta.url)), args, {
    execArgv: [...process.execArgv, ...nodeFlags],
    serialization: 'advanced',
  });
  return {
    pid: child.pid as number,
    say: (message) => void child.send(message),
    hear: (is, onOther) =>
      new Promise((resolve, reject) => {
        const gone = (code: number | null, signal: string | null): void =>
          reject(new Error(`${script} ${args.join(' ')} ended with ${code ?? signal}`));
        const take = (message: unknown): void => {
          if (!is(message as Hear)) {
            onOther?.(message as Hear);
            return;
          }
          child.off('exit', gone);
          child.off('message', take);
          resolve(message as Parameters<typeof is>[0] & never);
        };
        child.on('message', take);
        child.once('exit', gone);
      }),
    stop: () => void child.kill(),
  };
}
