import type { JamCommand, JamState } from '../engine/jam-state.js';

/** How the engine is, as the host sees it; the page and the terminal say it to the musician. */
export type EngineStatus =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running' }
  /** It runs and says nothing. */
  | { readonly kind: 'silent'; readonly forS: number }
  /** It is gone and is started again by itself. `room` is joined again then. */
  | {
      readonly kind: 'restarting';
      readonly problem: string;
      readonly inMs: number;
      readonly room: string | null;
    }
  /** It is gone and is started again only when somebody says so. */
  | { readonly kind: 'stopped'; readonly problem: string; readonly room: string | null };

/** All that is shown: the latest state, which stays in sight while the engine is gone, and how the engine is. */
export interface WindowView {
  readonly engine: EngineStatus;
  readonly state: JamState | null;
}

/** What the page says to the host. */
export type PageMessage =
  /** It is there and can show views; again after each reload. */
  | { readonly page: 'ready' }
  | { readonly page: 'command'; readonly command: JamCommand }
  /** Somebody does not want to wait until the engine is started again. */
  | { readonly page: 'start-engine' };

/** The function by which the page speaks to the host. */
export const BINDING = 'jamnetTell';
