import type { LinkAnnouncement } from '@jamnet/sync';
import type { NativeChoice, Session } from '@jamnet/toast';
import { type DatagramPort, JamError } from '@jamnet/wire';
import type { JamSync } from '../session/sync-layer.js';

/** What is connected to Link: a `Jam` with the layer `sync` is one. */
export interface LinkableSession {
  readonly session: Session;
  readonly sync: JamSync;
}

export interface ConnectLinkOptions {
  /**
   * Beats after which Link's phase begins again, above 0 and up to 16: what the session's beat and Link's agree modulo, and what a start that comes from
   * Link waits for. @default 4
   */
  readonly quantum?: number;
  /** Whether starting and stopping go across as well. @default true */
  readonly startStopSync?: boolean;
  /** Names or addresses of the interfaces on which Link is spoken. @default every one that is up */
  readonly interfaces?: readonly string[];
  /** Whether the native port is used. @default 'auto' */
  readonly native?: NativeChoice;
  /** Which groups to join, and the address to announce in each; see `LinkOptions` of `@jamnet/sync`. @default the IPv4 group */
  readonly announce?: readonly LinkAnnouncement[];
  /** A port on the session's clock for this connection alone, which stays the caller's to close. @default one of its own */
  readonly port?: DatagramPort;
}

/** More could be more than the minute that a command may lie ahead, at Link's slowest tempo. */
const MOST_QUANTUM = 16;

/** Throws JamError `bad-option`. */
export function checkConnectOptions(jam: LinkableSession, options: ConnectLinkOptions): void {
  const { quantum = 4, port, interfaces, native } = options;
  if (jam.sync === undefined || jam.session === undefined)
    refuse("the session has no timeline: join it with layers: ['sync']");
  if (!(quantum > 0 && quantum <= MOST_QUANTUM))
    refuse(`quantum is ${quantum}: give a number of beats above 0 and up to ${MOST_QUANTUM}`);
  if (port !== undefined && (interfaces !== undefined || native !== undefined))
    refuse('interfaces and native choose a port, and there is one already: leave them out');
}

function refuse(message: string): never {
  throw new JamError('bad-option', message);
}
