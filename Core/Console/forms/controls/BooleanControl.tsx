import { type ControlProps, inputAttributes } from "./ControlProps";

/** Yes or no; its label stands beside it, by `FormField`. */
export function BooleanControl(control: ControlProps) {
  const checked = (control.value ?? control.field.default) === true;
  return (
    <input
      className="form-checkbox"
      type="checkbox"
      {...inputAttributes(control)}
      checked={checked}
      onChange={(event) => control.onChange(event.currentTarget.checked)}
    />
  );
}
