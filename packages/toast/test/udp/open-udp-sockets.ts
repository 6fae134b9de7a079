import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** UDP sockets that this process has open. Handles of Node count until the loop has closed them, a turn after 'close'. */
export async function openUdpSockets(): Promise<number> {
  for (let turns = 0; turns < 2; turns++) await new Promise((resolve) => setImmediate(resolve));
  if (process.platform !== 'linux') {
    return process.getActiveResourcesInfo().filter((each) => each === 'UDPWrap').length;
  }
  const inodes = new Set(['/proc/self/net/udp', '/proc/self/net/udp6'].flatMap(inodesOf));
  return readdirSync('/proc/self/fd').filter((fd) => inodes.has(inodeOf(fd))).length;
}

/** The table's tenth column. */
function inodesOf(table: string): string[] {
  try {
    const rows = readFileSync(table, 'utf8').trim().split('\n').slice(1);
    return rows.map((row) => row.trim().split(/\s+/)[9]!);
  } catch {
    // No IPv6 here.
    return [];
  }
}

function inodeOf(fd: string): string {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.[1] ?? '';
  } catch {
    // It was the directory itself.
    return '';
  }
}
