import type { AudioFormName } from '@jamnet/jdat';

/** The forms that audio can be sent in, as they are named on the command line. */
export const AUDIO_FORMS = ['json', 'compact', 'binary'] as const;

export type AudioForm = (typeof AUDIO_FORMS)[number];

const NAMES: Readonly<Record<AudioForm, AudioFormName>> = {
  json: 'standard',
  compact: 'compact',
  binary: 'binary',
};

/** The same as JDAT calls it. */
export function formName(form: AudioForm): AudioFormName {
  return NAMES[form];
}
