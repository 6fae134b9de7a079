// A process on a host of the LAN, for tests: looks for others in a mode, joins a room, plays one note when it is told to.
import { createToast, FormatType, StreamType } from '@jamnet/toast';

export interface ProcessRole {
  readonly name: string;
  readonly discovery: 'auto' | 'multicast' | 'bonjour' | 'scan';
  /** Only looks where there is none. */
  readonly topic?: string;
  readonly interfaces?: readonly string[];
}

interface PeerNews<K extends 'found' | 'lost'> {
  readonly news: K;
  readonly name: string;
  readonly by: string;
  readonly topics: readonly string[];
  readonly atNs: number;
}

/** Times are on the clock of the machine, which all hosts of the LAN share. */
export type ProcessNews =
  | { readonly news: 'open'; readonly atNs: number; readonly notices: readonly string[] }
  | PeerNews<'found'>
  | PeerNews<'lost'>
  | { readonly news: 'heard'; readonly from: string; readonly text: string; readonly atNs: number }
  | { readonly news: 'stats'; readonly stats: unknown; readonly notices: readonly string[] };

export type ProcessOrder = 'play' | 'tell' | 'close';

const role = JSON.parse(process.argv[2]!) as ProcessRole;
const { name, discovery, topic, interfaces } = role;
const say = (news: ProcessNews): void => void (process.connected && process.send!(news));

const toast = await createToast({
  name,
  discovery,
  native: 'off',
  ...(interfaces && { interfaces }),
});
const { clock } = toast;
for (const news of ['found', 'lost'] as const) {
  toast.discovery!.events.addEventListener(news, ({ peer }) => {
    const { topics, foundBy: by } = peer;
    say({ news, name: peer.name, by, topics, atNs: clock.nowNs() });
  });
}
const session = topic === undefined ? undefined : await toast.openSession({ topic });
const stream = session?.openStream({
  streamType: StreamType.MIDI,
  formatType: FormatType.COMPACT_JSONL,
});
session?.subscribe(
  { streamType: StreamType.MIDI },
  ({ peer, bytes, payloadOffset, payloadLength }) => {
    const text = new TextDecoder().decode(
      bytes.subarray(payloadOffset, payloadOffset + payloadLength),
    );
    say({ news: 'heard', from: peer.name, text, atNs: clock.nowNs() });
  },
);
say({ news: 'open', atNs: clock.nowNs(), notices: toast.discovery!.notices() });

// Over and over: whoever comes hears the next one.
let playing: NodeJS.Timeout | undefined;
process.on('message', (order: ProcessOrder) => {
  if (order === 'tell') {
    say({ news: 'stats', stats: toast.discovery!.stats(), notices: toast.discovery!.notices() });
  }
  if (order === 'play') {
    const note = new TextEncoder().encode(`{"t":"n+","n":60,"from":"${name}"}\n`);
    playing = setInterval(() => {
      stream!.send(note, 0, note.length, { timestampNs: clock.nowNs() });
    }, 20);
  }
  if (order === 'close') {
    clearInterval(playing);
    void toast.close().then(() => process.disconnect());
  }
});
