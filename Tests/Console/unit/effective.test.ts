import { effectiveVariables } from "../../../Core/Console/deploy/effective.ts";
import { equal, test } from "./check.ts";

const given = (name: string, value: string, isSecret = false) => ({ name, value, isSecret });

test("a workflow's variables win over its project's, and those over the organization's", () => {
  const found = effectiveVariables({
    workflow: [given("B", "own")],
    project: [given("B", "project"), given("A", "project")],
    organization: [given("B", "all"), given("A", "all", true), given("C", "all", true)],
    read: ["A", "MISSING"],
    pending: ["A", "GONE"],
  });
  equal(found.map(({ name, value, isSecret, origin }) => [name, value, isSecret, origin]), [
    ["A", "project", false, "project"],
    ["B", "own", false, "workflow"],
    ["C", "all", true, "organization"],
    ["GONE", "", false, "missing"],
    ["MISSING", "", false, "missing"],
  ]);
  equal(found.map(({ hides }) => hides), [["organization"], ["organization", "project"], [], [], []]);
  equal(found.filter(({ isRead }) => isRead).map(({ name }) => name), ["A", "MISSING"]);
  equal(found.filter(({ isPending }) => isPending).map(({ name }) => name), ["A", "GONE"]);
});
