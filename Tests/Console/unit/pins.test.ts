import { PinStorage, pinsToSend, withoutPin, withPin } from "../../../Core/Console/document/pins.ts";
import type { WorkflowDocument } from "../../../Core/Console/document/model.ts";
import { equal, test } from "./check.ts";

/** A storage with so much space. */
function memory(space = 1000) {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (value.length > space) throw new Error("QuotaExceededError");
      values.set(key, value);
    },
    removeItem: (key: string) => void values.delete(key),
  };
}

const document = { nodes: [{ id: "a" }, { id: "b" }] } as unknown as WorkflowDocument;

test("pinned values are kept by person and workflow, and read again", () => {
  const storage = memory();
  const pins = new PinStorage(storage, "ada");
  equal(pins.write("w", withPin({}, "a", { n: [1, null] })), true);
  equal(pins.read("w"), { a: { n: [1, null] } });
  equal(pins.read("other"), {});
  equal(new PinStorage(storage, "bob").read("w"), {});
  equal(pins.write("w", withoutPin(pins.read("w"), "a")), true);
  equal(storage.values.size, 0);
});

test("values without space are not kept by halves, and what is no object counts as none", () => {
  const storage = memory(20);
  const pins = new PinStorage(storage, "ada");
  equal(pins.write("w", { a: 1 }), true);
  equal(pins.write("w", { a: "x".repeat(50) }), false);
  equal(pins.read("w"), {});
  for (const text of ["[1]", "no JSON", "null"]) {
    storage.setItem("millrace.pins.ada.w", text);
    equal(pins.read("w"), {}, text);
  }
});

test("a test is sent the values of nodes that the document has, except the one of its node", () => {
  equal(pinsToSend({ a: 1, b: 2, gone: 3 }, document), { a: 1, b: 2 });
  equal(pinsToSend({ a: 1, b: 2 }, document, "b"), { a: 1 });
});
