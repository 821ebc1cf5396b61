import { durationProblem } from "./duration";
import { type Field, mask, type Validation } from "./field";
import { nearestName } from "./nearestName";
import { formatProblem } from "./textFormat";

/** What is wrong with a value, in the server's words (`FormValidator`): a message continues `The field …`. */
export interface Fault {
  message: string;
  /** The element of a list that it concerns. */
  element?: number;
}

/** Everything that is wrong with a value that is there. */
export function fieldFaults(value: unknown, field: Field): Fault[] {
  // What is stored is not shown, and stays as it is.
  if (value === mask) return [];
  if (field.validation?.format === "duration") return fault(durationProblem(value));
  switch (field.type) {
    case "json":
    case "expression":
      return limitFaults(value, field);
    case "string":
    case "secret":
    case "textarea":
    case "code":
    case "select":
      return faultsOf(value, "string", field);
    case "number":
      return faultsOf(value, "number", field);
    case "boolean":
      return faultsOf(value, "boolean", field);
    case "multiselect":
      if (!Array.isArray(value)) return faultsOf(value, "array", field);
      return value.flatMap((each, element) => faultsOf(each, "string", field).map((found) => ({ ...found, element })));
  }
}

const nouns = { string: "a string", number: "a number", boolean: "true or false", array: "an array" };

function faultsOf(value: unknown, kind: keyof typeof nouns, field: Field): Fault[] {
  const found = kindOf(value);
  if (found !== kind) return fault(`must be ${nouns[kind]}, not ${found}`);
  if (field.options && typeof value === "string") {
    const values = field.options.map((option) => option.value);
    if (!values.includes(value)) {
      const nearest = nearestName(value, values);
      const hint = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
      return fault(`must be one of ${values.join(", ")}, not "${value}"${hint}`);
    }
  }
  return limitFaults(value, field);
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}

function limitFaults(value: unknown, { validation = {} }: Field): Fault[] {
  if (typeof value === "number") return fault(rangeProblem(value, validation));
  if (typeof value !== "string") return [];
  const { pattern, format } = validation;
  const wrong = pattern !== undefined && !matches(value, pattern) ? `must match ${pattern}` : undefined;
  return [
    ...fault(lengthProblem(value, validation)),
    ...fault(
      wrong ?? (format && format !== "duration" && format !== "cron" ? formatProblem(value, format) : undefined),
    ),
  ];
}

function rangeProblem(value: number, { min, max }: Validation): string | undefined {
  if (min !== undefined && value < min) return `must be at least ${min}`;
  if (max !== undefined && value > max) return `must be at most ${max}`;
  return undefined;
}

/** A character is a Unicode scalar, as in JSON Schema. */
function lengthProblem(text: string, { minLength: min, maxLength: max }: Validation): string | undefined {
  const count = [...text].length;
  if (count >= (min ?? 0) && count <= (max ?? Infinity)) return undefined;
  if (min !== undefined && max !== undefined) return `must have ${min} to ${max} characters`;
  return min !== undefined ? `must have at least ${min} characters` : `must have at most ${max} characters`;
}

/** An expression that this browser cannot read is left to the server. */
function matches(text: string, pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(text);
  } catch {
    return true;
  }
}

function fault(message: string | undefined): Fault[] {
  return message === undefined ? [] : [{ message }];
}
