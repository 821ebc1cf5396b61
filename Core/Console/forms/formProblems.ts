import { hasExpression, isExpression } from "./expression";
import type { FormValue, Problem, Schema } from "./field";
import { fieldFaults } from "./fieldFaults";
import { append } from "./pointer";
import { chosenAction, isFilled, isRequired, isShown } from "./visibility";

/** How a form is checked. */
export interface FormRules {
  /** JSON pointer of the object that the form edits. */
  pointer?: string;
  /** Whether texts may hold expressions, which are known only when they run: the form of a node. */
  expressions?: boolean;
}

/** Everything that is wrong with the value of a form; the server checks the same again. */
export function formProblems(schema: Schema, value: FormValue, rules: FormRules = {}): Problem[] {
  const action = chosenAction(schema, value);
  return Object.entries(schema).flatMap(([name, field]): Problem[] => {
    const pointer = append(rules.pointer ?? "", name);
    const member = value[name];
    if (rules.expressions && field.type === "secret") return secretProblems(member, field.envVarName, pointer);
    if (!isShown(field, action)) return [];
    if (!isFilled(member) || isBlank(member, rules)) {
      // Code that does nothing is still code.
      const isEmptyCode = field.type === "code" && member === "";
      if (!isRequired(field, action) || isEmptyCode) return [];
      return [{ pointer, code: "field.required", message: `${field.label} is required`, severity: "error" }];
    }
    if (rules.expressions && hasExpression(member)) return [];
    return fieldFaults(member, field).map(({ message, element }) => ({
      pointer: element === undefined ? pointer : append(pointer, element),
      message,
      severity: "error",
    }));
  });
}

/** White space does for a node; for nothing else. */
function isBlank(member: unknown, { expressions }: FormRules): boolean {
  return !expressions && typeof member === "string" && member.trim() === "";
}

function secretProblems(member: unknown, variable = "NAME", pointer: string): Problem[] {
  if (!isFilled(member) || isExpression(member)) return [];
  const message =
    `is a secret, which a document must not contain: set the environment variable ${variable}, or write ` +
    `{{env.${variable}}}`;
  return [{ pointer, code: "ir.node.secretInDocument", message, severity: "error" }];
}

/** A problem as a sentence of its own: messages of the server continue `The field …`. */
export function sentence(problem: Problem, label: string): string {
  const { message } = problem;
  return /^[a-z]/.test(message) ? `${label} ${message}` : message;
}
