import type { BindingKind } from "./messages.ts";
import { ServiceBinding } from "./service-binding.ts";
import { WorkflowBinding } from "./workflow-binding.ts";

/** A member of `env`. */
export function binding(kind: BindingKind, name: string): unknown {
  switch (kind) {
    case "workflow":
      return new WorkflowBinding(name);
    case "service":
      return new ServiceBinding(name);
    default:
      throw new TypeError(`${name} is a ${kind}, which this machine does not offer`);
  }
}
