import type { PredictedNote } from '@jamnet/pnbtr';

/** A note is the one that was predicted where it begins within this of it. */
export const MATCH_NS = 50e6;
/** Of one stream at once; half a second of music is less. */
const MOST_NOTES = 256;

/** A note that was predicted. Its times are the sender's. */
export interface Prediction {
  /** Channel and group in one number. */
  readonly key: number;
  readonly note: number;
  readonly velocity: number;
  readonly onNs: number;
  readonly offNs: number;
  /** Begun, and neither ended since nor taken over by the note that was played. */
  sounding: boolean;
}

/** Called with the beginning and the end of what sounds by prediction. */
export interface PredictionSink {
  begin(prediction: Prediction): void;
  /** Once for each that began, unless the note that was played has taken it over. */
  end(prediction: Prediction): void;
}

/** What a note-off means for a predicted note of the same key. */
export type OffMeaning = 'new' | 'older';

/** The notes predicted for one stream until it is known what became of them. It knows no clock: it is told how far the time has come. */
export interface PredictedNotes {
  /** Notes that sound by prediction. */
  readonly sounding: number;
  /** Notes that have begun by prediction and of which it is not known yet whether they were played. */
  readonly open: number;
  /** When the next one begins or ends; ∞ where none does. */
  readonly nextNs: number;
  /** Begun, found to have been played, and found not to have been. */
  readonly counters: Readonly<{ predicted: number; confirmed: number; retracted: number }>;
  /** Expects these, in order of time, instead of those that have not begun yet. */
  expect(notes: readonly PredictedNote[]): void;
  /** Begins and ends what is due by `toNs`. */
  advance(toNs: number): void;
  /** Whether a note that begins then is one that began by prediction. */
  matches(key: number, note: number, atNs: number): boolean;
  /**
   * A note was played. True where it had begun by prediction, which it takes over: `held` says whether it lasts, or else what sounds of it ends. False where it had not:
   * then a prediction of the same key that sounds ends, so as not to end this one later.
   */
  played(key: number, note: number, atNs: number, held: boolean): boolean;
  /** A note ended then: `older` where that was another one before the predicted one, which goes on. */
  ended(key: number, note: number, atNs: number): OffMeaning;
  /** What sounds and is not held over there, a while after it should have begun, ends: it has not been played, or no longer is. */
  compare(atNs: number, isHeld: (prediction: Prediction) => boolean): void;
  /** Everything that was played until `knownNs` is known: what should have been and was not is retracted. */
  settle(knownNs: number): void;
  /** Ends what sounds and expects no more; the notes that were played may still be found to be the same. */
  silence(): void;
  /** Ends what sounds, and nothing will be known of it any more. */
  giveUp(): void;
}

export function createPredictedNotes(sink: PredictionSink): PredictedNotes {
  return new Notes(sink);
}

class Notes implements PredictedNotes {
  readonly counters = { predicted: 0, confirmed: 0, retracted: 0 };
  readonly #sink: PredictionSink;
  #expected: Prediction[] = [];
  #begun: Prediction[] = [];

  constructor(sink: PredictionSink) {
    this.#sink = sink;
  }

  get sounding(): number {
    return this.#begun.reduce((sum, { sounding }) => sum + (sounding ? 1 : 0), 0);
  }

  get open(): number {
    return this.#begun.length;
  }

  get nextNs(): number {
    let next = this.#expected.at(0)?.onNs ?? Infinity;
    for (const each of this.#begun) if (each.sounding) next = Math.min(next, each.offNs);
    return next;
  }

  expect(notes: readonly PredictedNote[]): void {
    this.#expected = [];
    for (const { channel: key, note, velocity, onNs, offNs } of notes) {
      // In a dropout with an island in it the same is predicted twice.
      if (this.matches(key, note, onNs)) continue;
      if (this.#begun.length + this.#expected.length >= MOST_NOTES) break;
      this.#expected.push({ key, note, velocity, onNs, offNs, sounding: false });
    }
  }

  advance(toNs: number): void {
    for (;;) {
      const next = this.#expected.at(0);
      const ending = this.#firstEnding();
      const onNs = next?.onNs ?? Infinity;
      const offNs = ending?.offNs ?? Infinity;
      const atNs = Math.min(onNs, offNs);
      // Before an event has come in a frame of its own nobody knows how long they are under way, and `toNs` is not a number.
      if (atNs === Infinity || !(atNs <= toNs)) return;
      if (ending !== undefined && offNs <= onNs) this.#end(ending);
      else if (next !== undefined) this.#begin(next);
    }
  }

  #firstEnding(): Prediction | undefined {
    let first: Prediction | undefined;
    for (const each of this.#begun)
      if (each.sounding && (first === undefined || each.offNs < first.offNs)) first = each;
    return first;
  }

  #begin(prediction: Prediction): void {
    this.#expected.shift();
    this.#endKey(prediction.key, prediction.note);
    prediction.sounding = true;
    this.#begun.push(prediction);
    this.counters.predicted++;
    this.#sink.begin(prediction);
  }

  /** What has ended is marked before it is told of: a handler may throw, or close. */
  #end(prediction: Prediction): void {
    if (!prediction.sounding) return;
    prediction.sounding = false;
    this.#sink.end(prediction);
  }

  #endKey(key: number, note: number): void {
    for (const each of this.#begun) if (each.key === key && each.note === note) this.#end(each);
  }

  #match(key: number, note: number, atNs: number): Prediction | undefined {
    let best: Prediction | undefined;
    let bestNs = MATCH_NS;
    for (const each of this.#begun) {
      const awayNs = Math.abs(each.onNs - atNs);
      if (each.key !== key || each.note !== note || awayNs > bestNs) continue;
      best = each;
      bestNs = awayNs;
    }
    return best;
  }

  matches(key: number, note: number, atNs: number): boolean {
    return this.#match(key, note, atNs) !== undefined;
  }

  played(key: number, note: number, atNs: number, held: boolean): boolean {
    const match = this.#match(key, note, atNs);
    if (match === undefined) {
      this.#endKey(key, note);
      return false;
    }
    this.#begun.splice(this.#begun.indexOf(match), 1);
    this.counters.confirmed++;
    if (held) match.sounding = false;
    else this.#end(match);
    return true;
  }

  ended(key: number, note: number, atNs: number): OffMeaning {
    const sounding = this.#begun.find(
      (each) => each.sounding && each.key === key && each.note === note,
    );
    if (sounding === undefined) return 'new';
    if (atNs < sounding.onNs + MATCH_NS) return 'older';
    // The note-off that is delivered ends it.
    sounding.sounding = false;
    return 'new';
  }

  compare(atNs: number, isHeld: (prediction: Prediction) => boolean): void {
    for (const each of this.#begun)
      if (each.sounding && each.onNs + MATCH_NS < atNs && !isHeld(each)) this.#end(each);
  }

  settle(knownNs: number): void {
    const late = this.#begun.filter(({ onNs }) => onNs + MATCH_NS < knownNs);
    if (late.length > 0) this.#retract(late);
  }

  silence(): void {
    this.#expected = [];
    for (const each of [...this.#begun]) this.#end(each);
  }

  giveUp(): void {
    this.#expected = [];
    this.#retract([...this.#begun]);
  }

  #retract(predictions: readonly Prediction[]): void {
    this.#begun = this.#begun.filter((each) => !predictions.includes(each));
    this.counters.retracted += predictions.length;
    for (const each of predictions) this.#end(each);
  }
}
