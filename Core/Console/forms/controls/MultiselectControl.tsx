import { useState } from "react";
import { formTexts } from "../texts";
import { type ControlProps, inputAttributes } from "./ControlProps";
import { OptionsNote } from "./OptionsNote";
import { useOptions } from "./useOptions";

/** Several of the options; where the schema has none, also texts that are typed. */
export function MultiselectControl(control: ControlProps) {
  const { id, field, onChange } = control;
  const [typed, setTyped] = useState("");
  const loaded = useOptions(field.options ? undefined : control.loadOptions);
  const values = listOf(control.value ?? field.default);
  const options = field.options ?? loaded.options;
  const others = values.filter((value) => !options.some((option) => option.value === value))
    .map((value) => ({ value, label: value }));
  const set = (next: string[]) => onChange(next.length || control.isRequired ? next : undefined);
  const add = () => {
    const text = typed.trim();
    if (text && !values.includes(text)) set([...values, text]);
    setTyped("");
  };
  return (
    <div
      className="form-choices"
      onFocus={() => loaded.options.length || loaded.error !== undefined || loaded.load()}
    >
      {[...others, ...options].map((option) => (
        <label key={option.value} className="form-choice">
          <input
            type="checkbox"
            className="form-checkbox"
            disabled={control.isDisabled}
            checked={values.includes(option.value)}
            onBlur={control.onLeave}
            onChange={(event) =>
              set(
                event.currentTarget.checked
                  ? [...values, option.value]
                  : values.filter((value) => value !== option.value),
              )}
          />
          {option.label}
        </label>
      ))}
      {!field.options && (
        <div className="form-row">
          <input
            className="input"
            type="text"
            autoComplete="off"
            {...inputAttributes(control)}
            id={`${id}-add`}
            aria-label={formTexts.addValue(field.label)}
            value={typed}
            placeholder={field.placeholder}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              add();
            }}
          />
          <button type="button" className="button button-normal" disabled={!typed.trim()} onClick={add}>
            {formTexts.add}
          </button>
        </div>
      )}
      {control.loadOptions && !field.options && <OptionsNote loaded={loaded} />}
    </div>
  );
}

function listOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" && value ? [value] : [];
}
