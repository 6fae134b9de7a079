/** Notes what was wrong with a file that could be read all the same. Bounded, however broken the file is. */
export interface ProblemList {
  add(text: string): void;
  /** What was added, and how many more there were than are listed. */
  list(): string[];
}

const MAX_LISTED = 50;

export function createProblemList(): ProblemList {
  const listed: string[] = [];
  let more = 0;
  return {
    add(text) {
      if (listed.length < MAX_LISTED) listed.push(text);
      else more++;
    },
    list: () => (more === 0 ? [...listed] : [...listed, `and ${more} more`]),
  };
}
