interface ToggleProps {
  readonly label: string;
  readonly spokenLabel?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly className?: string;
  readonly title?: string;
}

/** A button that stays down. */
export function Toggle({ label, spokenLabel, isOn, onChange, className, title }: ToggleProps) {
  return (
    <button
      type="button"
      className={`button toggle ${className ?? ''}`}
      aria-pressed={isOn}
      aria-label={spokenLabel}
      title={title}
      onClick={() => onChange(!isOn)}
    >
      {label}
    </button>
  );
}
