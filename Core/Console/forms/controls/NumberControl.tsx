import { type ControlProps, inputAttributes } from "./ControlProps";
import { placeholder } from "./TextControl";
import { useDraft } from "./useDraft";

/** A number, typed as text: an input of type `number` hides what it cannot read, and changes values when it is scrolled. */
export function NumberControl(control: ControlProps) {
  const [text, setDraft] = useDraft(control.value, write);
  return (
    <input
      className="input input-number"
      type="text"
      inputMode="decimal"
      autoComplete="off"
      {...inputAttributes(control)}
      value={text}
      placeholder={placeholder(control.field)}
      onChange={(event) => {
        const value = readNumber(event.currentTarget.value);
        setDraft(event.currentTarget.value, value);
        control.onChange(value);
      }}
    />
  );
}

/** A duration: a text with a unit, or a number of milliseconds. */
export function DurationControl(control: ControlProps) {
  const [text, setDraft] = useDraft(control.value, write);
  return (
    <input
      className="input"
      type="text"
      autoComplete="off"
      {...inputAttributes(control)}
      value={text}
      placeholder={placeholder(control.field) ?? "30 seconds"}
      onChange={(event) => {
        const value = readNumber(event.currentTarget.value);
        setDraft(event.currentTarget.value, value);
        control.onChange(value);
      }}
    />
  );
}

/** What is not a number stays a text, for the check of the form to say so. */
function readNumber(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : text;
}

function write(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}
