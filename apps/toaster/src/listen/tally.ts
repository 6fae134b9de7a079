import type { JmidEvent } from '@jamnet/schemas';
import type { Heard, JamStats } from '../jam.js';
import { createSamples, type Samples, type Spread } from '../report/samples.js';
import type { Summary } from '../report/summary.js';

/** Counts what is heard. */
export interface Tally {
  readonly delivered: number;
  readonly repaired: number;
  readonly late: number;
  /** Counts one event; false when it is a late note-on that is to be left out. */
  add(event: JmidEvent, heard: Heard): boolean;
  summary(stats: Pick<JamStats, 'missing' | 'duplicates' | 'corrupt'>): Summary;
}

export interface TallyOptions {
  readonly dropLateNotes: boolean;
}

export function createTally(options: TallyOptions): Tally {
  const latencyUs = createSamples();
  /** Per peer with a clock of its own: arrival less timestamp, of which only differences mean anything. */
  const foreign = new Map<number, Samples>();
  let delivered = 0;
  let repaired = 0;
  let late = 0;
  let droppedLate = 0;

  function addForeign(event: JmidEvent, heard: Heard): void {
    let samples = foreign.get(heard.peer.senderId);
    if (!samples) foreign.set(heard.peer.senderId, (samples = createSamples()));
    samples.add(heard.arrivalNs / 1_000 - Number(event.timestamp ?? 0));
  }

  return {
    get delivered() {
      return delivered;
    },
    get repaired() {
      return repaired;
    },
    get late() {
      return late;
    },
    add(event, heard) {
      delivered += 1;
      if (heard.repaired) repaired += 1;
      if (heard.lateUs !== null) latencyUs.add(heard.lateUs);
      else if (heard.peer.sameClock === false) addForeign(event, heard);
      if (!heard.late) return true;
      late += 1;
      const drop = options.dropLateNotes && isNoteOn(event) && !heard.confirmed;
      if (drop) droppedLate += 1;
      return !drop;
    },
    summary({ missing, duplicates, corrupt }) {
      return {
        events: { delivered },
        onTime: delivered - late,
        late,
        droppedLate,
        lost: missing,
        duplicates,
        corrupt,
        latencyUs: latencyUs.roundedSpread(),
        ...(foreign.size > 0 ? { aboveFastestUs: worst([...foreign.values()]) } : {}),
      };
    },
  };
}

function isNoteOn(event: JmidEvent): boolean {
  return (event.type === 'note_on' && event.velocity > 0) || event.type === 'midi2_note_on';
}

/** Of several peers the worst figure each: none of them was worse than that. */
function worst(peers: readonly Samples[]): Spread | null {
  const spreads = peers
    .map((samples) => samples.roundedSpread(samples.min))
    .filter((each) => each !== null);
  if (spreads.length === 0) return null;
  return {
    p50: Math.max(...spreads.map((each) => each.p50)),
    p99: Math.max(...spreads.map((each) => each.p99)),
    max: Math.max(...spreads.map((each) => each.max)),
  };
}
