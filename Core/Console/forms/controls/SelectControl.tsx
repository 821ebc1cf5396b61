import { isFilled } from "../visibility";
import { formTexts } from "../texts";
import { type ControlProps, inputAttributes } from "./ControlProps";

/** One of the options of the schema. */
export function SelectControl(control: ControlProps) {
  const { field, value, onChange } = control;
  const options = field.options ?? [];
  const chosen = isFilled(value) ? String(value) : typeof field.default === "string" ? field.default : "";
  const isUnknown = chosen !== "" && !options.some((option) => option.value === chosen);
  return (
    <select
      className="input"
      {...inputAttributes(control)}
      value={chosen}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    >
      {field.default === undefined && (
        <option value="">{control.isRequired ? formTexts.choose : formTexts.notSet}</option>
      )}
      {isUnknown && <option value={chosen}>{chosen}</option>}
      {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
    </select>
  );
}
