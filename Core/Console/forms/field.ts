/** A field of a form as the API describes it: `ConfigField` in `Core/Values/Forms`. */
export interface Field {
  type: FieldKind;
  label: string;
  description?: string;
  required?: boolean;
  default?: unknown;
  placeholder?: string;
  options?: Option[];
  /** The vendor lists options for the node's credential; `many`: the text has several values, with commas between. */
  optionsFrom?: { many?: boolean };
  validation?: Validation;
  /** Of a secret of a node: the environment variable that holds it. */
  envVarName?: string;
  /** The values of the field `action` for which this field is shown; absent: all. */
  shownFor?: string[];
  /** The values of the field `action` for which this field is required. */
  requiredFor?: string[];
}

export type FieldKind =
  | "string"
  | "number"
  | "boolean"
  | "select"
  | "multiselect"
  | "secret"
  | "code"
  | "json"
  | "expression"
  | "textarea";

export interface Option {
  value: string;
  label: string;
}

/** Which options are asked for. */
export interface OptionsQuery {
  search: string;
  /** Of a page that is not the first. */
  cursor?: string;
  /** Not from what is kept of a moment ago. */
  isNew?: boolean;
}

export interface OptionsPage {
  options: Option[];
  /** The cursor of the next page. */
  next?: string;
  /** The labels of what must have a fixed value first. */
  needs: string[];
}

export interface Validation {
  min?: number;
  max?: number;
  minLength?: number;
  maxLength?: number;
  /** A regular expression that the whole text must match. */
  pattern?: string;
  format?: "email" | "url" | "uuid" | "date" | "date-time" | "duration" | "cron";
}

/** Fields by name, in the order in which they are shown. */
export type Schema = Record<string, Field>;

export type FormValue = Record<string, unknown>;

/** One problem, as in `details` of an error and in the result of a compilation. */
export interface Problem {
  pointer: string;
  message: string;
  code?: string;
  severity?: "error" | "warning" | "info";
}

/** What the API shows in the place of a stored secret; sent back, it leaves the secret as it is. */
export const mask = "********";
