import type { JamCommand } from '../../src/engine/jam-state.js';
import type { PageMessage, WindowView } from '../../src/window/window-view.js';

/** The one way in and the one way out: the host calls `window.jamnet`, and the page calls what the host has put beside it. */
declare global {
  interface Window {
    jamnet?: {
      /** Resolves when the view has been painted. */
      readonly show: (view: WindowView) => Promise<void>;
      /** The host is there, or may be. */
      readonly begin: () => void;
    };
    jamnetTell?: (message: string) => unknown;
  }
}

export function hasHost(): boolean {
  return typeof window.jamnetTell === 'function';
}

function say(message: PageMessage): void {
  window.jamnetTell?.(JSON.stringify(message));
}

export function sayReady(): void {
  say({ page: 'ready' });
}

export function startEngine(): void {
  say({ page: 'start-engine' });
}

export function tell(command: JamCommand): void {
  say({ page: 'command', command });
}

const waiting = new Map<string, JamCommand>();

/** For what is dragged: of the commands of one `key`, only the newest of each picture is sent. */
export function tellOnce(key: string, command: JamCommand): void {
  if (waiting.size === 0) {
    requestAnimationFrame(() => {
      for (const newest of waiting.values()) tell(newest);
      waiting.clear();
    });
  }
  waiting.set(key, command);
}
