import type { FormValue, Schema } from "../../forms";
import { texts } from "../../texts";

export const kinds = ["kv", "d1", "r2", "queues"] as const;
export type Kind = typeof kinds[number];

/** What a view of one resource receives. */
export interface ResourceProps {
  connectionId: string;
  /** As the paths of the API name it. */
  id: string;
}

interface KindFacts {
  list: string;
  /** Below the list, with the id. */
  deletePath?: string;
  idOf(resource: Record<string, unknown>): string;
  nameOf(resource: Record<string, unknown>): string;
  /** The members of a request that creates one; without, it cannot be created here. */
  create?: { schema: Schema; body(form: FormValue): FormValue };
}

const name = (limits: { minLength?: number; maxLength: number; pattern?: string }): Schema => ({
  name: { type: "string", label: texts.resources.name, required: true, validation: limits },
});

/** How the kinds differ; providers of one kind share its paths. */
export const factsOf: Record<Kind, KindFacts> = {
  kv: {
    list: "/api/resources/kv/namespaces",
    deletePath: "/api/resources/kv/namespaces/{id}",
    idOf: (resource) => String(resource.id),
    nameOf: (resource) => String(resource.title),
    create: { schema: name({ maxLength: 512 }), body: (form) => ({ title: form.name }) },
  },
  d1: {
    list: "/api/resources/d1/databases",
    deletePath: "/api/resources/d1/databases/{id}",
    idOf: (resource) => String(resource.uuid),
    nameOf: (resource) => String(resource.name),
    create: { schema: name({ maxLength: 100 }), body: (form) => ({ name: form.name }) },
  },
  r2: {
    list: "/api/resources/r2/buckets",
    deletePath: "/api/resources/r2/buckets/{id}",
    idOf: (resource) => String(resource.name),
    nameOf: (resource) => String(resource.name),
    create: { schema: name({ minLength: 3, maxLength: 63 }), body: (form) => ({ name: form.name }) },
  },
  queues: {
    list: "/api/resources/queues",
    idOf: (resource) => String(resource.queue_name ?? resource.name),
    nameOf: (resource) => String(resource.queue_name ?? resource.name),
  },
};
