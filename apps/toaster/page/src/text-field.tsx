import { useRef, useState } from 'react';

interface TextFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** Called with what was written when Enter is pressed or the field is left; false when it cannot be so. */
  readonly onWritten: (text: string) => boolean;
  readonly className?: string;
  readonly inputMode?: 'text' | 'decimal' | 'numeric';
  readonly placeholder?: string;
}

/** A field that shows the engine's value until somebody writes in it. Escape leaves it as it was. */
export function TextField(props: TextFieldProps) {
  const { id, label, value, onWritten, className, inputMode, placeholder } = props;
  const [draft, setDraft] = useState<string | null>(null);
  // The field is left in the same moment as it is given up or finished, before it is drawn anew.
  const written = useRef<string | null>(null);

  function write(text: string | null): void {
    written.current = text;
    setDraft(text);
  }

  function finish(): void {
    const text = written.current?.trim();
    write(null);
    if (text !== undefined && text !== value) onWritten(text);
  }

  return (
    <label className={`field ${className ?? ''}`} htmlFor={id}>
      <span className="field-label">{label}</span>
      <input
        id={id}
        type="text"
        autoComplete="off"
        spellCheck={false}
        inputMode={inputMode}
        placeholder={placeholder}
        value={draft ?? value}
        onChange={(event) => write(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            finish();
            event.currentTarget.blur();
          } else if (event.key === 'Escape') write(null);
        }}
      />
    </label>
  );
}
