/** A light for each beat of the bar, the one that sounds lit; nothing where there are too many to tell them apart. */
export function beatPicture(beatInBar: number, beats: number, running: boolean): string {
  if (beats > 16) return '';
  let lights = '';
  for (let beat = 1; beat <= beats; beat += 1) lights += running && beat === beatInBar ? '●' : '○';
  return lights;
}
