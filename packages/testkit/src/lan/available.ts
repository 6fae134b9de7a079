import { JamError } from '@jamnet/wire';
import { runCommandSync } from './command.js';
import { outputRules } from './loss-rules.js';
import { newNamePrefix } from './namespace-name.js';

/** Whether this machine can make a LAN of namespaces, and why not. */
export type LanAvailability =
  { readonly ok: true } | { readonly ok: false; readonly reason: string };

let known: LanAvailability | undefined;

/** Tries out, once per process, all that {@link createLan} needs. Blocks for some ten milliseconds. */
export function lanAvailable(): LanAvailability {
  known ??= tryOut();
  return known;
}

/**
 * {@link lanAvailable} for tests: they skip themselves, saying the reason, where no LAN can be made, but not where the
 * environment says `JAMNET_REQUIRE_LAN=1`: there it throws a JamError `not-permitted`.
 */
export function requireLan(): LanAvailability {
  const availability = lanAvailable();
  if (!availability.ok && process.env['JAMNET_REQUIRE_LAN'] === '1') {
    throw new JamError(
      'not-permitted',
      `JAMNET_REQUIRE_LAN=1, but no LAN can be made here: ${availability.reason}`,
    );
  }
  return availability;
}

function tryOut(): LanAvailability {
  if (process.platform !== 'linux') {
    return { ok: false, reason: `network namespaces need Linux; this is ${process.platform}` };
  }
  if (process.getuid?.() !== 0) {
    return { ok: false, reason: 'network namespaces need root; run as root (sudo)' };
  }
  const reason =
    missing('ip', '-Version', 'iproute2') ?? missing('nft', '--version', 'nftables') ?? refused();
  return reason === undefined ? { ok: true } : { ok: false, reason };
}

function missing(command: string, argument: string, debianPackage: string): string | undefined {
  if (runCommandSync(command, [argument]).failure === undefined) return undefined;
  return `the command ${command} does not run; install Debian's package ${debianPackage}`;
}

/** Makes one namespace with one of each thing that a LAN has. */
function refused(): string | undefined {
  const name = `${newNamePrefix()}-try`;
  const parts =
    'link add br0 type bridge mcast_snooping 0\nlink add port0 type veth peer name eth0\n';
  const rules = outputRules(0.5, 'port0');
  try {
    return (
      runCommandSync('ip', ['netns', 'add', name]).failure ??
      runCommandSync('ip', ['-n', name, '-batch', '-'], parts).failure ??
      runCommandSync('ip', ['netns', 'exec', name, 'nft', '-f', '-'], rules).failure
    );
  } finally {
    runCommandSync('ip', ['netns', 'del', name]);
  }
}
