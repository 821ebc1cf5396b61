import type { Field, Option, OptionsPage, OptionsQuery } from "../field";

/** What every control has: one that replaces it (`renderControl`) has the same. */
export interface ControlProps {
  /** Id of the input, to which the label belongs. */
  id: string;
  /** The member of the form's value. */
  name: string;
  /** Where the value is, from the root of the document or request. */
  pointer: string;
  field: Field;
  value: unknown;
  /** Replaces the value; `undefined` removes it. */
  onChange: (value: unknown) => void;
  /** The person left the field: from now on its problems are shown. */
  onLeave: () => void;
  /** A text that cannot be a value yet, such as unfinished JSON: the value stays as it was. */
  onDraftProblem: (problem: string | undefined) => void;
  /** Ids of the description and of the problems. */
  describedBy?: string;
  isInvalid: boolean;
  isRequired: boolean;
  isDisabled: boolean;
  /** Whether texts may hold expressions. */
  expressions: boolean;
  /** Lists the options of a field that has none in its schema. */
  loadOptions?: () => Promise<Option[]>;
  /** Lists the options that a vendor has for a field, by page. */
  listOptions?: (query: OptionsQuery) => Promise<OptionsPage>;
  /** Another text when the options may be others. */
  optionsKey?: string;
}

/** Attributes that every input has alike. */
export function inputAttributes(control: ControlProps) {
  return {
    id: control.id,
    disabled: control.isDisabled,
    "aria-describedby": control.describedBy,
    "aria-invalid": control.isInvalid || undefined,
    "aria-required": control.isRequired || undefined,
    onBlur: control.onLeave,
  };
}
