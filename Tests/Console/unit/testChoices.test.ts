import { TestChoiceStorage, testConnection } from "../../../Core/Console/document/testChoices.ts";
import { equal, test } from "./check.ts";

function memory(space = 1000) {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (value.length > space) throw new Error("QuotaExceededError");
      values.set(key, value);
    },
  };
}

test("how a workflow is tested is kept by person and workflow; sleeps are skipped unless somebody wants to wait", () => {
  const storage = memory();
  const choices = new TestChoiceStorage(storage, "ada");
  equal(choices.read("w"), { skipsSleeps: true });
  choices.write("w", { connectionId: "c", skipsSleeps: false });
  equal(choices.read("w"), { connectionId: "c", skipsSleeps: false });
  equal(choices.read("other"), { skipsSleeps: true });
  equal(new TestChoiceStorage(storage, "bob").read("w"), { skipsSleeps: true });
});

test("what is not readable, or has no space, is as if nothing had been chosen", () => {
  equal(new TestChoiceStorage({ getItem: () => "{", setItem: () => {} }, "ada").read("w"), { skipsSleeps: true });
  equal(new TestChoiceStorage({ getItem: () => "[1]", setItem: () => {} }, "ada").read("w"), { skipsSleeps: true });
  const full = new TestChoiceStorage(memory(1), "ada");
  full.write("w", { skipsSleeps: false });
  equal(full.read("w"), { skipsSleeps: true });
});

test("a test runs on the chosen connection, the only one, or the one that it is deployed to", () => {
  equal(testConnection(["a"], [], undefined), "a");
  equal(testConnection(["a", "b"], [], undefined), undefined);
  equal(testConnection(["a", "b"], ["b", "elsewhere", null], undefined), "b");
  equal(testConnection(["a", "b"], ["a", "b"], undefined), undefined);
  equal(testConnection(["a", "b"], ["b"], "a"), "a");
  // One that is gone is not chosen any more.
  equal(testConnection(["a", "b"], ["b"], "gone"), "b");
  equal(testConnection([], [], undefined), undefined);
});
