import { Field } from "../components/Field";
import { JSONField } from "../components/JSONField";
import type { Json } from "../document/json";
import { useDraft } from "../forms/controls/useDraft";
import { texts } from "../texts";
import { membersOf, typedText, typedValue, withTyped } from "./params";
import "./params.css";

interface Props {
  label: string;
  hint: string;
  /** JSON. */
  value: string;
  /** The members that the workflow reads. */
  names: readonly string[];
  onChange(text: string): void;
}

/** The input of a run: a field for each member that the workflow reads, and all of it as JSON. */
export function ParamsField({ label, hint, value, names, onChange }: Props) {
  const members = membersOf(value);
  return (
    <>
      {names.length > 0 && (
        <fieldset className="params" disabled={members === undefined}>
          <legend>{texts.runs.reads}</legend>
          {names.map((name) => (
            <ParamField
              key={name}
              name={name}
              value={members?.[name]}
              onChange={(typed) => onChange(withTyped(value, name, typed))}
            />
          ))}
          <div className="field-hint">{texts.runs.readsHint}</div>
        </fieldset>
      )}
      <JSONField label={label} hint={hint} value={value} onChange={onChange} />
    </>
  );
}

interface FieldProps {
  name: string;
  value: Json | undefined;
  onChange(typed: string): void;
}

function ParamField({ name, value, onChange }: FieldProps) {
  const [text, setText] = useDraft(value, (value) => typedText(value as Json | undefined));
  return (
    <Field label={name}>
      <input
        className="input"
        type="text"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value, typedValue(event.target.value));
          onChange(event.target.value);
        }}
      />
    </Field>
  );
}
