/** How the system schedules a thread. */
export type ThreadScheduling =
  | {
      /** It goes before all ordinary threads. */
      readonly realtime: true;
      /** Among real-time threads, 1 to 99: above it run those of an audio server. */
      readonly priority: number;
    }
  | {
      readonly realtime: false;
      /** One line: why not. */
      readonly reason: string;
      /** One line: what would mend it. */
      readonly hint: string;
    };

export interface RaiseThreadOptions {
  /** 1 to 99; those of JACK's threads are 5 and 10. @default 2 */
  readonly priority?: number;
  /**
   * A thread that runs for so long without a pause becomes an ordinary one again, milliseconds, 10 to 10,000: a program that hangs must not take the machine with it.
   *
   * @default 200
   */
  readonly mostRunMs?: number;
}
