import { spawn } from 'node:child_process';
import type { EngineMessage, JamCommand } from '../engine/jam-state.js';
import { systemReason } from '../failure.js';
import { createFrameReader } from './pipe-framing.js';

const LINE_FEED = 0x0a;
const LONGEST_LINE_BYTES = 4 * 1024 * 1024;
/** An engine that reads nothing is not sent more than that. */
const MOST_UNREAD_BYTES = 64 * 1024;
/** It has that long to leave its room, then to follow a signal. */
const POLITE_MS = 2_000;

/** The engine in a process of its own, from its start to its end. */
export interface EngineProcess {
  readonly pid: number | undefined;
  /** False when the engine takes nothing in: the command is not carried out. */
  tell(command: JamCommand): boolean;
  /** Asks it to end and sees to it. Resolves when it is gone. */
  end(): Promise<void>;
  /** Ends it at once: it does not answer. */
  kill(): void;
}

export interface EngineProcessOptions {
  /** What is started: a program and its arguments. */
  readonly command: readonly string[];
  readonly onMessage: (message: EngineMessage) => void;
  /** A line that is no message: what it says on standard error, or by mistake among its messages. */
  readonly onLine: (line: string) => void;
  /** Once. How it ended, in words: `it was ended by SIGKILL`. */
  readonly onEnd: (how: string) => void;
}

export function startEngineProcess(options: EngineProcessOptions): EngineProcess {
  const { command, onMessage, onLine, onEnd } = options;
  const child = spawn(command[0], command.slice(1), { stdio: ['pipe', 'pipe', 'pipe'] });
  let said: string | null = null;
  let isGone = false;
  let gone: () => void = () => undefined;
  const whenGone = new Promise<void>((resolve) => {
    gone = resolve;
  });

  function finish(how: string): void {
    if (isGone) return;
    isGone = true;
    gone();
    onEnd(said ?? how);
  }

  const messages = createFrameReader({
    separator: LINE_FEED,
    maxBytes: LONGEST_LINE_BYTES,
    onFrame(line) {
      const message = readMessage(line);
      if (message === null) onLine(line);
      else {
        if (message.kind === 'end') said = message.problem ?? said;
        onMessage(message);
      }
    },
  });
  const remarks = createFrameReader({
    separator: LINE_FEED,
    maxBytes: LONGEST_LINE_BYTES,
    onFrame: onLine,
  });
  child.stdout.on('data', (chunk: Buffer) => messages.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => remarks.push(chunk));
  // Its end says what is to be said; a broken pipe is only its shadow.
  for (const stream of [child.stdin, child.stdout, child.stderr])
    stream.on('error', () => undefined);
  child.on('error', (error) =>
    finish(`${command[0]} cannot be started: ${systemReason(error)}; check the installation`),
  );
  child.on('close', (code, signal) =>
    finish(signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`),
  );

  return {
    pid: child.pid,
    tell(message) {
      if (isGone || !child.stdin.writable || child.stdin.writableLength > MOST_UNREAD_BYTES)
        return false;
      child.stdin.write(`${JSON.stringify(message)}\n`);
      return true;
    },
    async end() {
      if (isGone) return;
      child.stdin.end(`${JSON.stringify({ do: 'quit' } satisfies JamCommand)}\n`);
      const asked = setTimeout(() => child.kill('SIGTERM'), POLITE_MS);
      const forced = setTimeout(() => child.kill('SIGKILL'), 2 * POLITE_MS);
      await whenGone;
      clearTimeout(asked);
      clearTimeout(forced);
    },
    kill() {
      child.kill('SIGKILL');
    },
  };
}

/** Null for a line that is no message. What is in a state is the engine's to answer for: both come from one installation. */
function readMessage(line: string): EngineMessage | null {
  try {
    const value = JSON.parse(line) as Partial<EngineMessage> | null;
    if (value?.kind === 'state' && typeof value.state === 'object') return value as EngineMessage;
    if (value?.kind === 'end') return value as EngineMessage;
  } catch {
    // Said below.
  }
  return null;
}
