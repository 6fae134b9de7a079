/** Examples in the form that every command's help has. */
export function examples(
  lines: ReadonlyArray<readonly [purpose: string, command: string]>,
): string {
  return [
    '',
    'Examples:',
    ...lines.flatMap(([purpose, command]) => [`  # ${purpose}`, `  ${command}`]),
  ].join('\n');
}
