import { hasExpression } from "../expression";
import type { Field } from "../field";
import { formTexts } from "../texts";
import { type ControlProps, inputAttributes } from "./ControlProps";
import { useStored } from "./useStored";

/** Text of one line or, for `textarea` and `code`, of several. */
export function TextControl(control: ControlProps) {
  const { field, value } = control;
  const stored = useStored(control, placeholder(field));
  const attributes = {
    ...inputAttributes(control),
    value: stored.text,
    placeholder: stored.placeholder,
    spellCheck: field.type === "textarea",
    onChange: (event: { currentTarget: { value: string } }) => stored.write(event.currentTarget.value),
  };
  if (field.type === "textarea") return <textarea className="input" rows={4} {...attributes} />;
  if (field.type === "code") return <textarea className="input input-code" rows={8} {...attributes} />;
  return (
    <input
      className="input"
      type={hasExpression(value) ? "text" : inputType(field)}
      autoComplete="off"
      {...attributes}
    />
  );
}

/** A default is what an absent value means: it is shown where a value would be, and an example would be taken for it. */
export function placeholder(field: Field): string | undefined {
  if (field.default === undefined || field.default === "") return field.placeholder;
  return formTexts.defaultValue(typeof field.default === "string" ? field.default : JSON.stringify(field.default));
}

function inputType(field: Field): string {
  switch (field.validation?.format) {
    case "email":
      return "email";
    case "url":
      return "url";
    case "date":
      return "date";
    default:
      return "text";
  }
}
