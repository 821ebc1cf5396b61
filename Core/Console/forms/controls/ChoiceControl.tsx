import { formTexts } from "../texts";
import { type ControlProps, inputAttributes } from "./ControlProps";
import { OptionsNote } from "./OptionsNote";
import { placeholder } from "./TextControl";
import { useOptions } from "./useOptions";

/** A choice whose options only the plugin knows: any text, with the options as suggestions. */
export function ChoiceControl(control: ControlProps) {
  const { id, field, value, onChange } = control;
  const loaded = useOptions(control.loadOptions);
  const text = typeof value === "string" ? value : "";
  const chosen = loaded.options.find((option) => option.value === text);
  return (
    <>
      <input
        className="input"
        type="text"
        autoComplete="off"
        list={`${id}-options`}
        {...inputAttributes(control)}
        value={text}
        placeholder={placeholder(field) ?? (control.loadOptions ? formTexts.chooseOrType : undefined)}
        onFocus={loaded.load}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      />
      <datalist id={`${id}-options`}>
        {loaded.options.map((option) => <option key={option.value} value={option.value} label={option.label} />)}
      </datalist>
      <OptionsNote loaded={loaded} chosen={chosen && chosen.label !== chosen.value ? chosen.label : undefined} />
    </>
  );
}
