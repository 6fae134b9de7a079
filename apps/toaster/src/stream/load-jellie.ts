import type { AudioCoding } from '@jamnet/jdat';
import { JamError } from '@jamnet/wire';

/** JELLIE is no part of JAMNet's packages and is used where it is installed. Null where it is not. */
export async function findJellie(
  load: () => Promise<unknown> = () => import('jellie'),
): Promise<AudioCoding | null> {
  let found: { readonly jellieCoding?: Partial<AudioCoding> };
  try {
    found = (await load()) as typeof found;
  } catch {
    return null;
  }
  const coding = found.jellieCoding;
  // Any package may have that name.
  return coding?.name === 'jellie' ? (coding as AudioCoding) : null;
}

/** The same for whoever cannot do without. Rejects with JamError `bad-option` where it is not installed. */
export async function needJellie(load?: () => Promise<unknown>): Promise<AudioCoding> {
  const coding = await findJellie(load);
  if (coding) return coding;
  throw new JamError(
    'bad-option',
    'JELLIE is not installed here: it is a package of its own, jellie, that JAMNet does not bring along; stream without --jellie, and copies are sent instead',
  );
}
