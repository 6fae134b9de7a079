import { JamError } from '@jamnet/wire';

/** `code: message` of what is thrown or rejected with; 'accepted' when nothing is. */
export async function refusal(make: () => unknown): Promise<string> {
  try {
    await make();
  } catch (error) {
    if (error instanceof JamError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}
