import { texts } from "../texts";
import { Field } from "./Field";

interface Props {
  label: string;
  hint?: string;
  value: string;
  onChange(text: string): void;
}

/** A field for JSON, with what is wrong with it. */
export function JSONField({ label, hint, value, onChange }: Props) {
  return (
    <Field label={label} hint={hint} error={parseJSON(value) ? undefined : texts.runs.notJSON}>
      <textarea
        className="input input-code"
        rows={8}
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

/** The value of a text; `null` for a text that is not JSON. An empty text has no value. */
export function parseJSON(text: string): { value: unknown } | null {
  if (!text.trim()) return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}
