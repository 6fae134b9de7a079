import { checkNumber } from '../check-option.js';

const INPUT_TABLE = 'jamnet_loss';

/** nftables takes whole numbers: losses are set in steps of a ten-thousandth. */
const STEPS = 10_000;

/** Rules for a host: what comes from others is lost before it reaches a socket; what it sends to itself is not. */
export function inputRules(
  loss: number,
  interfaceName: string,
  addresses4: readonly string[],
  addresses6: readonly string[],
): string {
  const drop = dropExpression(loss);
  const from = `iifname "${interfaceName}"`;
  return replaceTable(
    'inet',
    INPUT_TABLE,
    `  chain input {
    type filter hook input priority 0; policy accept;
    ${from} ip saddr != { ${addresses4.join(', ')} } ${drop}
    ${from} ip6 saddr != { ${addresses6.join(', ')} } ${drop}
  }`,
  );
}

/**
 * Rules for the switch: what one host sends is lost before it is copied to the others. Dropped in the host itself it
 * would make its sends fail, as no real network does. A table for each port, so that hosts do not wait for each other.
 */
export function outputRules(loss: number, port: string): string {
  return replaceTable(
    'netdev',
    outputTable(port),
    `  chain output {
    type filter hook ingress device "${port}" priority 0; policy accept;
    ${dropExpression(loss)}
  }`,
  );
}

/** Arguments of nft that list the input rules with their counters. */
export function listInput(): string[] {
  return ['list', 'table', 'inet', INPUT_TABLE];
}

/** The same for the output rules of a port. */
export function listOutput(port: string): string[] {
  return ['list', 'table', 'netdev', outputTable(port)];
}

/** Packets that the rules of a listed table have dropped. */
export function droppedPackets(listing: string): number {
  let packets = 0;
  for (const [, count] of listing.matchAll(/counter packets (\d+)/g)) packets += Number(count);
  return packets;
}

function outputTable(port: string): string {
  return `jamnet_loss_${port}`;
}

/** Within one transaction, so that there is no moment without rules; adding first makes deleting possible. */
function replaceTable(family: string, table: string, chain: string): string {
  return `add table ${family} ${table}
delete table ${family} ${table}
table ${family} ${table} {
${chain}
}
`;
}

function dropExpression(loss: number): string {
  const steps = Math.round(checkNumber('loss', loss, 0, 1) * STEPS);
  // `< 0` is refused, so no loss is a rule that counts nothing.
  return steps === 0
    ? 'meta l4proto udp accept'
    : `meta l4proto udp numgen random mod ${STEPS} < ${steps} counter drop`;
}
