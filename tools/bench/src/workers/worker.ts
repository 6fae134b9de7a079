import type { Answer, Task } from './pool.js';

/** A process of the pool: takes a task, gives its answer, and ends when the pool lets go of it. */
process.on('message', (task: Task) => {
  void run(task).then((answer) => process.send?.(answer));
});

async function run({ module, exported, argument }: Task): Promise<Answer> {
  try {
    const functions = (await import(module)) as Record<string, (argument: unknown) => unknown>;
    return { value: await functions[exported](argument) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
