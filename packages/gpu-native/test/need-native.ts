import { compilerFault } from '../scripts/compile.mjs';
import { loadAddon, type Addon } from '../src/index.js';

/** Why nothing can be compiled here, or undefined. Where `JAMNET_REQUIRE_NATIVE=1` says that it must be possible, it throws. */
export function missingCompiler(): string | undefined {
  return unlessRequired(compilerFault());
}

/** The addon, or the reason why it is not there; with `JAMNET_REQUIRE_NATIVE=1` that throws. */
export function nativeAddon(): { addon?: Addon; reason?: string } {
  const loaded = loadAddon();
  if (loaded.ok) return { addon: loaded.addon };
  return { reason: unlessRequired(`${loaded.reason}; npm run native`)! };
}

function unlessRequired(reason: string | undefined): string | undefined {
  if (reason !== undefined && process.env['JAMNET_REQUIRE_NATIVE'] === '1') {
    throw new Error(`JAMNET_REQUIRE_NATIVE=1, but ${reason}`);
  }
  if (reason !== undefined) console.warn(`skipped: ${reason}`);
  return reason;
}
