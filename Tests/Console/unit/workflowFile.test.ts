import { fileOf, fileText, parseFile } from "../../../Core/Console/workflows/workflowFile.ts";
import { documentOf } from "../../../Core/Console/workflows/fromTemplate.ts";
import { templates } from "../../../Core/Console/templates/index.ts";
import { equal, test } from "./check.ts";

const ir = { kind: "workflow", metadata: { name: "Orders" }, nodes: [{ id: "a" }], edges: [], entryNodeId: "a" };

test("a saved workflow is read as it was, without values of secrets", () => {
  const workflow = {
    ...{ name: "Orders", description: "D", kind: "workflow", triggerCode: "x", dependencies: { a: "1" } },
    ...{ deployConfig: { cron: 1 }, currentVersion: { ir } },
    envVars: [{ name: "URL", value: "u", isSecret: false }, { name: "KEY", value: "********", isSecret: true }],
  };
  const file = fileOf(workflow as never);
  equal(parseFile(fileText(file), "fallback"), file);
  equal(file.variables, [{ name: "URL", value: "u", isSecret: false }, { name: "KEY", value: null, isSecret: true }]);
});

test("a bare document is a workflow, with the name of the file where it has none", () => {
  const file = parseFile(JSON.stringify(ir), "file");
  equal(typeof file === "object" && [file.name, file.kind, file.ir], ["Orders", "workflow", ir]);
  const nameless = parseFile(JSON.stringify({ ...ir, metadata: undefined, kind: "script" }), "file");
  equal(typeof nameless === "object" && [nameless.name, nameless.kind], ["file", "script"]);
});

test("what is no workflow is refused with the reason", () => {
  equal(parseFile("{", ""), "notJSON");
  equal(parseFile("[]", ""), "notWorkflow");
  equal(parseFile('{"nodes": [1]}', ""), "notWorkflow");
  equal(parseFile('{"project": {}, "workflows": []}', ""), "project");
  equal(parseFile('{"format": "millrace.workflow", "ir": {}}', ""), "notWorkflow");
});

test("templates have ids, nodes and edges that belong together", () => {
  equal(templates.length >= 10, true);
  equal(new Set(templates.map(({ id }) => id)).size, templates.length);
  for (const template of templates) {
    const document = documentOf(template, template.name, "target") as unknown as {
      nodes: { id: string; data: unknown }[];
      edges: { source: string; target: string }[];
    };
    const ids = new Set(document.nodes.map(({ id }) => id));
    equal(ids.size, document.nodes.length);
    equal(document.edges.every(({ source, target }) => ids.has(source) && ids.has(target)), true);
    equal(ids.has(template.entry), true);
    const used = new Set([...JSON.stringify(document).matchAll(/env\.([A-Z_]+)/g)].map((match) => match[1]));
    equal([...used].sort(), template.needs.map(({ name }) => name).sort());
  }
});
