/** Peers up to which everyone speaks at the full rate. */
export const FULL_RATE_PEERS = 16;
/** The first time in which a peer speaks twice as often, so that the others find it at once. */
export const EAGER_NS = 5e9;

const FULL_HZ = 10;
const SENDERS_HZ = FULL_HZ * FULL_RATE_PEERS;
const AUDIENCE_HZ = 16;
const LEAST_SENDER_HZ = 0.1;
const LEAST_LISTENER_HZ = 1 / 60;
const LEAST_CONGESTED = 1 / 4;

export interface HeartbeatSituation {
  /** Peers heard, this one included. */
  readonly peers: number;
  /** Those of them that send media, this one included if it does. */
  readonly senders: number;
  readonly receiveOnly: boolean;
  /** A layer asks for more (held notes), or the session is younger than {@link EAGER_NS}. */
  readonly eager: boolean;
  /** Share of repetitions that the path bears, 1 to 1/32: heartbeats repeat state. */
  readonly level: number;
}

/** Heartbeats per second (spec/toast/v2, section 7, "Rate"). */
export function heartbeatHz(situation: HeartbeatSituation): number {
  const { peers, senders, receiveOnly, eager, level } = situation;
  if (receiveOnly && peers > FULL_RATE_PEERS)
    return Math.max(AUDIENCE_HZ / peers, LEAST_LISTENER_HZ);
  const crowd = receiveOnly ? peers : senders;
  const hz = crowd <= FULL_RATE_PEERS ? FULL_HZ : Math.max(SENDERS_HZ / crowd, LEAST_SENDER_HZ);
  if (level < 1) return hz * Math.min(1, Math.max(LEAST_CONGESTED, level * 4));
  return eager ? hz * 2 : hz;
}
