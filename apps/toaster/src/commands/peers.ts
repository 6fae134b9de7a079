import { ExitCode } from '../exit-code.js';
import type { AnnouncedPeer, LookoutOptions } from '../lookout.js';
import { hexId } from '../report/json-lines.js';
import { formatCountOf } from '../report/number-format.js';
import { table } from '../report/table.js';
import { pause, type CommandContext } from './context.js';

export interface PeersFlags extends LookoutOptions {
  readonly forMs: number;
}

/** `toaster peers`: looks for a while and lists whom it has heard. */
export async function runPeers(flags: PeersFlags, context: CommandContext): Promise<ExitCode> {
  const { output } = context;
  const lookout = await context.openLookout(flags);
  try {
    output.log(`looking for ${flags.forMs / 1_000} s`);
    await pause(context, flags.forMs);
    const peers = lookout.peers().toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
    for (const peer of peers) output.line({ peer: { ...peer, senderId: hexId(peer.senderId) } });
    if (peers.length === 0) output.text('nobody was heard');
    else
      for (const line of table(
        ['NAME', 'ID', 'TOPICS', 'ADDRESSES', 'FOUND BY', ''],
        peers.map(row),
      ))
        output.text(line);
    for (const notice of lookout.notices()) output.log(notice);
    output.log(`${formatCountOf(peers.length, 'peer')} heard`);
    output.line({ summary: { peers: peers.length } });
    return ExitCode.done;
  } finally {
    await lookout.close();
  }
}

function row({ name, senderId, topics, endpoints, foundBy, sameClock }: AnnouncedPeer): string[] {
  return [
    name,
    hexId(senderId),
    topics.join(' '),
    endpoints.join(' '),
    foundBy,
    sameClock ? 'this machine' : '',
  ];
}
