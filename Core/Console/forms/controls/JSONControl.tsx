import { readJSON, writeJSON } from "../jsonText";
import { type ControlProps, inputAttributes } from "./ControlProps";
import { useDraft } from "./useDraft";

/** Any JSON: the value follows the text whenever the text is JSON. */
export function JSONControl(control: ControlProps) {
  const { field, value } = control;
  const [text, setDraft] = useDraft(value, writeJSON);
  return (
    <textarea
      className="input input-code"
      rows={Math.min(12, Math.max(3, text.split("\n").length))}
      spellCheck={false}
      {...inputAttributes(control)}
      value={text}
      placeholder={field.placeholder ?? (field.default === undefined ? undefined : writeJSON(field.default))}
      onChange={({ currentTarget }) => {
        const read = readJSON(currentTarget.value, control.expressions);
        // Found by `hasDrafts`, so that a form is not sent with a text that is not a value.
        currentTarget.setCustomValidity(read.problem ?? "");
        control.onDraftProblem(read.problem);
        setDraft(currentTarget.value, read.problem === undefined ? read.value : value);
        if (read.problem === undefined) control.onChange(read.value);
      }}
    />
  );
}
