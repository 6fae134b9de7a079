/** `note_on` → `NoteOn`. */
export function pascal(type: string): string {
  return type
    .split('_')
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('');
}

/** First line of every generated file. */
export const HEADER =
  '// Written by scripts/generate.ts from the zod schemas in src/messages. Do not edit: run `npm run generate`.\n';
