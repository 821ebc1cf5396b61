import { hasExpression } from "../expression";
import { BooleanControl } from "./BooleanControl";
import { ChoiceControl } from "./ChoiceControl";
import type { ControlProps } from "./ControlProps";
import { JSONControl } from "./JSONControl";
import { MultiselectControl } from "./MultiselectControl";
import { DurationControl, NumberControl } from "./NumberControl";
import { PickerControl } from "./PickerControl";
import { SecretControl } from "./SecretControl";
import { SelectControl } from "./SelectControl";
import { TextControl } from "./TextControl";
import { VariableNote } from "./VariableNote";

/** The control of a field's kind. */
export function Control(control: ControlProps) {
  const { field, value, expressions } = control;
  if (field.type === "secret") return expressions ? <VariableNote {...control} /> : <SecretControl {...control} />;
  if (field.type === "json") return <JSONControl {...control} />;
  // An expression too: the input must not be another one while somebody types.
  if (field.type === "string" && field.optionsFrom && control.listOptions) return <PickerControl {...control} />;
  if (hasExpression(value)) return <TextControl {...control} />;
  if (field.validation?.format === "duration") return <DurationControl {...control} />;
  switch (field.type) {
    case "number":
      return <NumberControl {...control} />;
    case "boolean":
      return <BooleanControl {...control} />;
    case "select":
      return field.options ? <SelectControl {...control} /> : <ChoiceControl {...control} />;
    case "multiselect":
      return <MultiselectControl {...control} />;
    case "string":
    case "textarea":
    case "code":
    case "expression":
      return <TextControl {...control} />;
  }
}
