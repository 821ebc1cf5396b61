import { useState } from "react";
import { readJSON, writeJSON } from "../jsonText";
import { pairsOf } from "../pairs";
import { formTexts } from "../texts";
import { type ControlProps, inputAttributes } from "./ControlProps";
import { PairsControl } from "./PairsControl";
import { useDraft } from "./useDraft";

/** Any JSON: as text or, while it is an object of texts such as headers, as rows. */
export function JSONControl(control: ControlProps) {
  const pairs = pairsOf(control.value);
  const [prefersRows, setPrefersRows] = useState(pairs !== undefined && pairs.length > 0);
  const showsRows = prefersRows && pairs !== undefined;
  return (
    <div className="form-json">
      {showsRows ? <PairsControl {...control} /> : <JSONText {...control} />}
      {pairs !== undefined && (
        <button
          type="button"
          className="link-button form-switch"
          onClick={() => {
            // What was not JSON yet is not the value, and is lost with its text.
            control.onDraftProblem(undefined);
            setPrefersRows(!showsRows);
          }}
        >
          {showsRows ? formTexts.asText : formTexts.asRows}
        </button>
      )}
    </div>
  );
}

/** The value follows the text whenever the text is JSON. */
function JSONText(control: ControlProps) {
  const { field, value } = control;
  const [text, setDraft] = useDraft(value, writeJSON);
  return (
    <textarea
      className="input input-code"
      rows={Math.min(12, Math.max(3, text.split("\n").length))}
      spellCheck={false}
      {...inputAttributes(control)}
      value={text}
      placeholder={field.default === undefined ? field.placeholder : writeJSON(field.default)}
      onChange={({ currentTarget }) => {
        const read = readJSON(currentTarget.value, control.expressions);
        // The browser does not submit a form with a text that is not a value.
        currentTarget.setCustomValidity(read.problem ?? "");
        control.onDraftProblem(read.problem);
        setDraft(currentTarget.value, read.problem === undefined ? read.value : value);
        if (read.problem === undefined) control.onChange(read.value);
      }}
    />
  );
}
