/** What the process says to the shell when it ends. */
export const ExitCode = {
  done: 0,
  failed: 1,
  usage: 2,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
