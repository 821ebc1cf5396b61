export type { ControlProps } from "./controls/ControlProps";
export type {
  Field,
  FieldKind,
  FormValue,
  Option,
  OptionsPage,
  OptionsQuery,
  Problem,
  Schema,
  Validation,
} from "./field";
export { mask } from "./field";
export { Form } from "./Form";
export type { RenderControl } from "./FormField";
export { formProblems, type FormRules, sentence } from "./formProblems";
export { shownOnly, withMember } from "./visibility";
