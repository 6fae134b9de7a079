import { shareFigure } from '../../src/window/jam-figures.js';
import { repairParts, repairWidths } from '../../src/window/repair-parts.js';
import { peerIn, useReading } from './view-store.js';

const LEAST_PERCENT = 1.5;

/** Who saved how much of a peer's sound: a bar of its parts and their figures. */
export function RepairBar({
  senderId,
  name,
}: {
  readonly senderId: number;
  readonly name: string;
}) {
  const repair = useReading((state) => peerIn(state, senderId)?.repair);
  if (repair === undefined) return <div className="repair" />;
  const parts = repairParts(repair);
  const widths = repairWidths(parts, 100, LEAST_PERCENT);
  const notes = repair.notesRepaired;
  return (
    <div className="repair" role="group" aria-label={`How the sound of ${name} came here`}>
      {parts.length === 0 ? (
        <p className="repair-none">sends no sound</p>
      ) : (
        <div className="repair-bar" aria-hidden="true">
          {parts.map(({ kind }, at) => (
            <span key={kind} data-kind={kind} style={{ width: `${widths[at]}%` }} />
          ))}
        </div>
      )}
      <dl className="repair-figures">
        {parts.map(({ kind, label, share }) => (
          <div key={kind} data-kind={kind} data-none={share === 0}>
            <dt>{label}</dt>
            <dd>{shareFigure(share)}</dd>
          </div>
        ))}
        <div data-kind="history" data-none={notes === 0}>
          <dt>history</dt>
          <dd>
            {notes} {notes === 1 ? 'note' : 'notes'}
          </dd>
        </div>
      </dl>
    </div>
  );
}
