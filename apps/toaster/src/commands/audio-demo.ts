import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild, type Launcher } from '../demo/child.js';
import { DEMO_SOUND_FORMAT, writeDemoSound } from '../demo/demo-sound.js';
import type { LiveDisplay } from '../display/live-display.js';
import { ExitCode } from '../exit-code.js';
import type { AudioView } from '../record/audio-view.js';
import { createWaveFile } from '../wave/wave-writer.js';
import type { CommandContext } from './context.js';
import type { DemoFlags } from './demo.js';
import { runRecord } from './record.js';

const SECONDS = 20;
const LOOPBACK = '127.0.0.1';
/** Enough for copies to be spread over the runs of loss. */
const DELAY_MS = 60;
const OVERHEAD_MS = 15_000;

/**
 * `toaster demo --audio`: another process streams a recording, this one plays it through loss and shows buffer depth, loss, repairs and concealment. The file is one of
 * the user's, or plucked chords made for it.
 */
export async function runAudioDemo(
  flags: DemoFlags,
  launcher: Launcher,
  openDisplay: (context: CommandContext) => LiveDisplay<AudioView>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context;
  const topic = `audio://demo-${randomBytes(4).toString('hex')}`;
  const folder = mkdtempSync(join(tmpdir(), 'toaster-demo-'));
  const file = flags.file ?? join(folder, 'plucked.wav');
  if (flags.file === undefined) {
    const sound = createWaveFile(file, DEMO_SOUND_FORMAT);
    writeDemoSound(sound, SECONDS);
    sound.close();
  }
  output.log(
    `a recording on ${topic}, ${Math.round(flags.loss * 100)} % of all datagrams thrown away`,
  );
  const native = flags.native ?? 'auto';
  const player = startChild(
    launcher,
    [
      ...['stream', file, '--topic', topic, '--name', 'player', '--interface', LOOPBACK],
      ...['--wait-for-listener', '5s', '--native', native],
    ],
    () => undefined,
  );
  const kill = () => player.running && player.kill();
  process.on('exit', kill);
  const over = new AbortController();
  context.stop.addEventListener('abort', () => over.abort(), { once: true });
  // A player that could not start would leave the listener waiting.
  void player.ended.then(({ code }) => code !== 0 && over.abort());
  try {
    const code = await runRecord(
      {
        topic,
        name: 'listener',
        interfaces: [LOOPBACK],
        native,
        simulateLoss: flags.loss,
        simulateRunsMs: flags.runsMs,
        seed: flags.seed,
        conceal: 'pnbtr',
        delayMs: DELAY_MS,
        untilBye: true,
        ...(flags.file === undefined && { forMs: SECONDS * 1_000 + OVERHEAD_MS }),
      },
      openDisplay,
      { ...context, stop: over.signal },
    );
    player.end();
    const end = await player.ended;
    if (end.code === 0) return code;
    output.log(`toaster: the demo's player ended with code ${end.code ?? 'none'}: ${end.lastLog}`);
    return ExitCode.failed;
  } finally {
    kill();
    process.off('exit', kill);
    rmSync(folder, { recursive: true, force: true });
  }
}
