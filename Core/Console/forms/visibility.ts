import type { Field, FormValue, Schema } from "./field";

/** The value of the field that chooses which others are shown. */
export function chosenAction(schema: Schema, value: FormValue): string {
  const action = isFilled(value.action) ? value.action : schema.action?.default;
  return typeof action === "string" ? action : "";
}

export function isShown(field: Field, action: string): boolean {
  return field.shownFor === undefined || field.shownFor.includes(action);
}

/** Whether the form must have a value of the field; a default counts as one. */
export function isRequired(field: Field, action: string): boolean {
  if (field.default !== undefined) return false;
  return field.requiredFor ? field.requiredFor.includes(action) : field.required === true;
}

/** Whether the server takes a value as given: not absent, `null` or an empty text. */
export function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** The value without members of fields that are not shown: those of an action that was chosen before. */
export function shownOnly(schema: Schema, value: FormValue): FormValue {
  const action = chosenAction(schema, value);
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => schema[name] === undefined || isShown(schema[name], action)),
  );
}

/** The value with one member changed; `undefined` removes it. */
export function withMember(value: FormValue, name: string, member: unknown): FormValue {
  const { [name]: _, ...others } = value;
  if (member === undefined) return others;
  // Members keep their order, so that a document does not change where nobody changed it.
  return name in value ? { ...value, [name]: member } : { ...others, [name]: member };
}
