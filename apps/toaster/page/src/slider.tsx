import { useDraft } from './use-draft.js';

interface SliderProps {
  readonly label: string;
  /** For who hears it: of whom, for example. */
  readonly spokenLabel: string;
  readonly value: number;
  readonly range: { readonly least: number; readonly most: number; readonly step: number };
  readonly figure: (value: number) => string;
  readonly onMoved: (value: number) => void;
  /** Where a double click takes it. */
  readonly home: number;
  readonly disabled?: boolean;
}

export function Slider(props: SliderProps) {
  const { label, spokenLabel, value, range, figure, onMoved, home, disabled } = props;
  const [shown, hold] = useDraft(value);
  const move = (next: number) => {
    hold(next);
    onMoved(next);
  };
  return (
    <label className="slider">
      <span className="slider-label">{label}</span>
      <input
        type="range"
        aria-label={spokenLabel}
        aria-valuetext={figure(shown)}
        min={range.least}
        max={range.most}
        step={range.step}
        value={shown}
        disabled={disabled}
        title={`Double click: ${figure(home)}`}
        onChange={(event) => move(Number(event.target.value))}
        onDoubleClick={() => move(home)}
      />
      <output className="slider-figure">{figure(shown)}</output>
    </label>
  );
}
