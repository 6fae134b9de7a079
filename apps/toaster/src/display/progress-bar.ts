/** The part of a line `width` columns wide that has been gone, and the part that is left; different without colour too. */
export function progressBar(share: number, width: number): { gone: string; left: string } {
  const halves = Math.round(Math.min(1, Math.max(0, share)) * width * 2);
  const gone = '━'.repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? '╸' : '');
  return { gone, left: '─'.repeat(Math.max(0, width - gone.length)) };
}
