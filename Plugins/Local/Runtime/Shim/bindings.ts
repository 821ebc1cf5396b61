import { AnalyticsDataset } from "./analytics.ts";
import { D1Database } from "./d1.ts";
import { KVNamespace } from "./kv.ts";
import type { BindingKind } from "./messages.ts";
import { Queue } from "./queue.ts";
import { R2Bucket } from "./r2.ts";
import { serviceBinding } from "./service-binding.ts";
import { Tokens } from "./tokens.ts";
import { WorkflowBinding } from "./workflow-binding.ts";

/** A member of `env`. */
export function binding(kind: BindingKind, name: string): unknown {
  switch (kind) {
    case "workflow":
      return new WorkflowBinding(name);
    case "service":
      return serviceBinding(name);
    case "kv_namespace":
      return new KVNamespace(name);
    case "d1":
      return new D1Database(name);
    case "r2_bucket":
      return new R2Bucket(name);
    case "queue":
      return new Queue(name);
    case "analytics_engine":
      return new AnalyticsDataset(name);
    case "tokens":
      return new Tokens(name);
  }
}
