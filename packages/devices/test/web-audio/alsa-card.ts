import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { missingJack } from '@jamnet/testkit';

/** A sound card of ALSA's that is none: it leads to a client of a JACK server. */
export interface AlsaCard {
  /** For a program that is to find it, and no JACK. */
  readonly env: Readonly<Record<string, string>>;
  [Symbol.dispose](): void;
}

const CONFIG = '/usr/share/alsa/alsa.conf';

function libjack(): string | undefined {
  const list = execFileSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
  return /libjack\.so\.0 .*=> (.*)$/mu.exec(list)?.[1];
}

const pluginBeside = (library: string): string =>
  join(dirname(library), 'alsa-lib', 'libasound_module_pcm_jack.so');

/** Why there can be no such card here, or undefined. Where `JAMNET_REQUIRE_JACK=1` says that there must, it throws. */
export function missingAlsaJack(): string | undefined {
  const missing = missingJack();
  if (missing !== undefined) return missing;
  const library = libjack();
  if (library !== undefined && existsSync(pluginBeside(library)) && existsSync(CONFIG)) {
    return undefined;
  }
  const reason = "ALSA's plugin for JACK is missing; install Debian's package libasound2-plugins";
  if (process.env['JAMNET_REQUIRE_JACK'] === '1') {
    throw new Error(`JAMNET_REQUIRE_JACK=1, but ${reason}`);
  }
  return reason;
}

/**
 * The library takes JACK wherever `libjack.so.0` answers, and asks ALSA only where it does not. So ALSA's plugin has a JACK library of another name, and that name leads
 * to nothing.
 */
export function createAlsaCard(server: string, client: string): AlsaCard {
  const folder = mkdtempSync(join(tmpdir(), 'jamnet-alsa-'));
  const library = libjack()!;
  const plugin = join(folder, 'card.so');
  renamed(pluginBeside(library), plugin);
  renamed(library, join(folder, 'libjaxk.so.0'));
  writeFileSync(join(folder, 'libjack.so.0'), 'none');
  const config = join(folder, 'asound.conf');
  writeFileSync(
    config,
    `pcm_type.card { lib "${plugin}" open "_snd_pcm_jack_open" }
pcm.!default {
  type asym
  playback.pcm { type card playback_ports { 0 "${client}:in_1" 1 "${client}:in_2" } }
  capture.pcm { type card capture_ports { 0 "${client}:out_1" 1 "${client}:out_2" } }
  hint { show on description "a card of JACK" }
}
`,
  );
  return {
    env: {
      LD_LIBRARY_PATH: folder,
      ALSA_CONFIG_PATH: `${CONFIG}:${config}`,
      JACK_DEFAULT_SERVER: server,
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A copy that asks for `libjaxk.so.0` where it asked for `libjack.so.0`. */
function renamed(from: string, to: string): void {
  cpSync(from, to, { dereference: true });
  const text = readFileSync(to, 'latin1').replaceAll('libjack.so.0', 'libjaxk.so.0');
  writeFileSync(to, text, 'latin1');
}
