import { NodeError } from "./error.ts";

/** What a program reads of its environment, with some variables of its own. */
export function environmentWith(env: any, variables: Record<string, string>): any {
  // Defined, not assigned: the environment's own may be read-only.
  return Object.create(env, Object.getOwnPropertyDescriptors(variables));
}

/**
 * A node's code with the values of its secret fields in place of the variables that it reads.
 *
 * `variables` has the names of the node's variables by its fields. A field without a value ends the step: the variable may be
 * another account's.
 */
export function withFields(variables: Record<string, string>, template: any): any {
  return async (env: any, params: any, call: any) => {
    const own: Record<string, string> = {};
    for (const [field, variable] of Object.entries(variables)) {
      const value = params[field];
      if ((typeof value !== "string" && typeof value !== "number") || value === "") {
        const message = `"${field}" has no value. Check its expression, or clear the field to use ${variable}`;
        throw new NodeError("Parameters", { message });
      }
      own[variable] = String(value);
    }
    return await template(environmentWith(env, own), params, call);
  };
}
