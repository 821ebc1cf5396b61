import { useState } from "react";
import { mask } from "../field";
import { formTexts } from "../texts";
import { type ControlProps, inputAttributes } from "./ControlProps";
import { placeholder } from "./TextControl";

/** A secret: what is stored is never shown, and stays unless another is typed. */
export function SecretControl(control: ControlProps) {
  const { value, onChange } = control;
  const [isStored] = useState(value === mask);
  const [isVisible, setIsVisible] = useState(false);
  const text = typeof value === "string" && value !== mask ? value : "";
  return (
    <div className="form-row">
      <input
        className="input"
        type={isVisible ? "text" : "password"}
        // Not a password of this site: a browser must not offer to store it.
        autoComplete="new-password"
        spellCheck={false}
        {...inputAttributes(control)}
        value={text}
        placeholder={isStored ? formTexts.storedSecret : placeholder(control.field)}
        onChange={(event) => onChange(event.currentTarget.value || (isStored ? mask : undefined))}
      />
      {text && (
        <button
          type="button"
          className="button button-normal"
          aria-pressed={isVisible}
          onClick={() => setIsVisible(!isVisible)}
        >
          {isVisible ? formTexts.hide : formTexts.show}
        </button>
      )}
      {isStored && !control.isRequired && value !== null && !text && (
        <button
          type="button"
          className="button button-normal"
          onClick={() => onChange(null)}
        >
          {formTexts.remove}
        </button>
      )}
      {isStored && value === null && (
        <button
          type="button"
          className="button button-normal"
          onClick={() => onChange(mask)}
        >
          {formTexts.keep}
        </button>
      )}
    </div>
  );
}
