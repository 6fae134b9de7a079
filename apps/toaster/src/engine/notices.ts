import type { Notice } from './jam-state.js';

const MOST = 20;

/** What people are told. Each matter (`about`) has one notice at a time: a newer one replaces it, and it goes when the matter is settled. */
export class Notices {
  readonly #byMatter = new Map<string, Notice>();
  /** What was put away and has not changed since. */
  readonly #dismissed = new Map<string, string>();
  #last = 0;

  tell(about: string, level: Notice['level'], text: string, hint: string | null = null): void {
    if (this.#byMatter.get(about)?.text === text || this.#dismissed.get(about) === text) return;
    this.#dismissed.delete(about);
    this.#byMatter.delete(about);
    this.#byMatter.set(about, { id: ++this.#last, level, text, hint });
    for (const matter of this.#byMatter.keys()) {
      if (this.#byMatter.size <= MOST) break;
      this.#byMatter.delete(matter);
    }
  }

  settle(about: string): void {
    this.#byMatter.delete(about);
    this.#dismissed.delete(about);
  }

  /** Tells, or settles where there is nothing to be told. */
  say(
    about: string,
    level: Notice['level'],
    text: string | null,
    hint: string | null = null,
  ): void {
    if (text === null) this.settle(about);
    else this.tell(about, level, text, hint);
  }

  dismiss(id: number): void {
    for (const [matter, notice] of this.#byMatter) {
      if (notice.id !== id) continue;
      this.#byMatter.delete(matter);
      this.#dismissed.set(matter, notice.text);
    }
  }

  list(): Notice[] {
    return [...this.#byMatter.values()];
  }
}
