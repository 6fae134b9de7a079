import type { JamCommand, JamState } from '../engine/jam-state.js';
import { type EngineProcess, startEngineProcess } from './engine-process.js';
import { createRestartPolicy } from './restart-policy.js';
import type { EngineStatus, WindowView } from './window-view.js';

/** How often it is looked whether the engine still speaks. */
const LOOK_EVERY_MS = 1_000;
/** Looks without a word after which it is said, and after which the engine is started anew. */
const SILENT_AFTER_LOOKS = 3;
const HUNG_AFTER_LOOKS = 12;

/** Keeps an engine running and in its room, whatever becomes of its process. */
export interface EngineKeeper {
  readonly view: WindowView;
  /** The process that runs now. */
  readonly pid: number | undefined;
  /** Called at each change of the view. Returns what stops it. */
  watch(onView: (view: WindowView) => void): () => void;
  /** False when there is no engine to carry it out. */
  tell(command: JamCommand): boolean;
  /** Starts a stopped engine, and one that waits to be started without the rest of the wait. */
  startNow(): void;
  /** Resolves when the engine ended because it was asked to, by `quit` or by `end`. */
  readonly ended: Promise<void>;
  end(): Promise<void>;
}

export interface EngineKeeperOptions {
  readonly command: readonly string[];
  /** What happens to the process, for whoever reads the terminal. */
  readonly onLine: (line: string) => void;
}

export function keepEngine(options: EngineKeeperOptions): EngineKeeper {
  const { command, onLine } = options;
  const policy = createRestartPolicy();
  const watchers = new Set<(view: WindowView) => void>();
  let view: WindowView = { engine: { kind: 'starting' }, state: null };
  let engine: EngineProcess | null = null;
  let startedMs = 0;
  let room: string | null = null;
  let rejoins = false;
  let quietLooks = 0;
  let asked = false;
  let waiting: NodeJS.Timeout | null = null;
  let resolveEnded: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    resolveEnded = resolve;
  });

  function show(status: EngineStatus, state: JamState | null = view.state): void {
    view = { engine: status, state };
    for (const watcher of watchers) watcher(view);
  }

  function start(): void {
    waiting = null;
    startedMs = performance.now();
    quietLooks = 0;
    rejoins = room !== null;
    show({ kind: 'starting' });
    engine = startEngineProcess({
      command,
      onMessage(message) {
        if (message.kind === 'state') onState(message.state);
      },
      onLine,
      onEnd,
    });
  }

  function onState(state: JamState): void {
    quietLooks = 0;
    if (rejoins && room !== null) {
      rejoins = false;
      if (state.phase === 'lobby') engine?.tell({ do: 'join', room });
    } else if (state.phase === 'joined' || state.phase === 'joining') {
      room = state.settings.room;
    }
    show({ kind: 'running' }, state);
  }

  function onEnd(problem: string): void {
    engine = null;
    if (asked) {
      resolveEnded();
      return;
    }
    const waitMs = policy.ended(performance.now() - startedMs);
    if (waitMs === null) {
      onLine(`The engine ended again and again: ${problem}. It is not started by itself any more.`);
      show({ kind: 'stopped', problem, room });
      return;
    }
    onLine(`The engine ended: ${problem}. It starts again in ${waitMs / 1_000} s.`);
    show({ kind: 'restarting', problem, inMs: waitMs, room });
    waiting = setTimeout(start, waitMs);
  }

  function look(): void {
    if (engine === null) return;
    // Looks are counted instead of time, so that a machine that was asleep does not find its engine guilty.
    quietLooks += 1;
    if (quietLooks >= HUNG_AFTER_LOOKS) {
      onLine(`The engine said nothing for ${quietLooks} s and is started anew.`);
      engine.kill();
    } else if (quietLooks >= SILENT_AFTER_LOOKS && view.engine.kind !== 'starting') {
      show({ kind: 'silent', forS: (quietLooks * LOOK_EVERY_MS) / 1_000 });
    }
  }

  start();
  const looking = setInterval(look, LOOK_EVERY_MS);
  void ended.then(() => clearInterval(looking));

  return {
    get view() {
      return view;
    },
    get pid() {
      return engine?.pid;
    },
    watch(onView) {
      watchers.add(onView);
      return () => watchers.delete(onView);
    },
    tell(message) {
      if (message.do === 'leave') room = null;
      if (message.do === 'join') room = message.room;
      if (message.do === 'quit') asked = true;
      return engine?.tell(message) ?? false;
    },
    startNow() {
      if (engine !== null || asked) return;
      if (waiting !== null) clearTimeout(waiting);
      policy.forgive();
      start();
    },
    ended,
    async end() {
      asked = true;
      if (waiting !== null) clearTimeout(waiting);
      if (engine === null) resolveEnded();
      else await engine.end();
      await ended;
    },
  };
}
