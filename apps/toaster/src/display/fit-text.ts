/** Cuts off what does not fit, and says so with `…`. */
export function fitText(text: string, columns: number): string {
  const characters = [...text];
  return characters.length <= columns
    ? text
    : `${characters.slice(0, Math.max(0, columns - 1)).join('')}…`;
}
