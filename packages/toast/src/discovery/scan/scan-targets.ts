import { ipv4Text, type Subnet } from '../subnet.js';

/** Of a subnet that is larger, the 256 addresses around one's own are asked. */
const MOST_ADDRESSES = 256;
const MOST_SUBNETS = 8;

/**
 * The addresses to ask: all of each subnet up to a /24, of a larger one the /24 around one's own address, nearest first, since a router
 * hands out addresses side by side. Subnets take turns. Own addresses, those of the network itself and of everybody are left out.
 */
export function scanTargets(subnets: readonly Subnet[]): string[] {
  const own = new Set(subnets.map((each) => each.own));
  const lists = subnets.slice(0, MOST_SUBNETS).map((subnet) => nearestFirst(subnet, own));
  const targets: string[] = [];
  const longest = Math.max(0, ...lists.map((list) => list.length));
  for (let i = 0; i < longest; i++) {
    for (const list of lists) if (i < list.length) targets.push(ipv4Text(list[i]!));
  }
  return targets;
}

function nearestFirst({ own, first, last }: Subnet, skipped: ReadonlySet<number>): number[] {
  const size = last - first + 1;
  const low = size > MOST_ADDRESSES ? own - (own % MOST_ADDRESSES) : first;
  const high = size > MOST_ADDRESSES ? low + MOST_ADDRESSES - 1 : last;
  const list: number[] = [];
  const add = (value: number): void => {
    if (value < low || value > high || skipped.has(value)) return;
    // A /31 has neither an address of its own nor one for everybody.
    if (size > 2 && (value === first || value === last)) return;
    list.push(value);
  };
  for (let distance = 1; distance < MOST_ADDRESSES; distance++) {
    add(own + distance);
    add(own - distance);
  }
  return list;
}
