import { formTexts } from "../texts";
import { type ControlProps, inputAttributes } from "./ControlProps";
import { OptionsNote } from "./OptionsNote";
import { placeholder } from "./TextControl";
import { useStored } from "./useStored";
import { useOptions } from "./useOptions";

/** A choice whose options only the plugin knows: any text, with the options as suggestions. */
export function ChoiceControl(control: ControlProps) {
  const { id, field } = control;
  const loaded = useOptions(control.loadOptions);
  const { text, placeholder: hint, write } = useStored(
    control,
    placeholder(field) ?? (control.loadOptions ? formTexts.chooseOrType : undefined),
  );
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
        placeholder={hint}
        onFocus={loaded.load}
        onChange={(event) => write(event.currentTarget.value)}
      />
      <datalist id={`${id}-options`}>
        {loaded.options.map((option) => <option key={option.value} value={option.value} label={option.label} />)}
      </datalist>
      <OptionsNote loaded={loaded} chosen={chosen && chosen.label !== chosen.value ? chosen.label : undefined} />
    </>
  );
}
