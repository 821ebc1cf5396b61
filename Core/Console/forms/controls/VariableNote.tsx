import { isFilled } from "../visibility";
import { formTexts } from "../texts";
import { type ControlProps } from "./ControlProps";
import { TextControl } from "./TextControl";

/** A secret of a node: the document names at most the variable that holds it. */
export function VariableNote(control: ControlProps) {
  return (
    <>
      <p className="field-hint form-note">
        {formTexts.readsVariable} <code>{control.field.envVarName ?? "NAME"}</code>
      </p>
      {isFilled(control.value) && <TextControl {...control} />}
    </>
  );
}
