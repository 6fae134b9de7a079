import type { CommandContext } from '../commands/context.js';
import { audioLine } from '../display/audio-line.js';
import { renderAudio, SMALLEST_AUDIO_SCREEN } from '../display/audio-screen.js';
import type { LiveDisplay } from '../display/live-display.js';
import { audioFields } from '../record/audio-fields.js';
import type { AudioView } from '../record/audio-view.js';
import { openDisplay } from './open-display.js';

/** Shows a stream that is heard, in the form that suits this process's standard output. */
export function audioDisplay(
  plain: boolean,
  everyMs: number,
): (context: CommandContext) => LiveDisplay<AudioView> {
  return (context) =>
    openDisplay<AudioView>(
      {
        plain,
        everyMs,
        object: (view) => ({ audio: audioFields(view) }),
        line: audioLine,
        smallest: SMALLEST_AUDIO_SCREEN,
        render: renderAudio,
      },
      context,
    );
}
