import { nodeLink } from "../../../Core/Console/runs/nodeLink.ts";
import { equal, test } from "./check.ts";

test("a link to a node has the line of its code where that is known", () => {
  equal(nodeLink("w", { nodeId: "a b" }), "/workflows/w?node=a+b");
  equal(nodeLink("w", { nodeId: "a", field: "code", line: 3 }), "/workflows/w?node=a&field=code&line=3");
  equal(nodeLink("w", { nodeId: "a", line: 3 }), "/workflows/w?node=a");
});
