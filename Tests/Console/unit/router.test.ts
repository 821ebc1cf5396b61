import { findRoute, joinScope, matchPath, splitScope } from "../../../Core/Console/app/router.ts";
import { equal, test } from "./check.ts";

test("a path matches literally and by parameters, which are decoded", () => {
  equal(matchPath("/workflows/:workflowId/runs/:runId", "/workflows/a%2Fb/runs/2/"), { workflowId: "a/b", runId: "2" });
  equal(matchPath("/workflows/:workflowId", "/workflows"), null);
  equal(matchPath("/workflows/:workflowId", "/workflows/1/runs"), null);
  equal(matchPath("/workflows", "/functions"), null);
  equal(matchPath("/", "/"), {});
  equal(matchPath("/workflows/:workflowId", "/workflows/%E0%A4%A"), null);
});

test("the first route that matches is taken", () => {
  const routes = [{ path: "/runs/new", value: "new" }, { path: "/runs/:id", value: "one" }];
  equal(findRoute(routes, "/runs/new"), { value: "new", params: {} });
  equal(findRoute(routes, "/runs/7"), { value: "one", params: { id: "7" } });
  equal(findRoute(routes, "/other"), null);
});

test("organization and project are the first parts of an address", () => {
  equal(splitScope("/o/acme/orders/workflows/1"), { organization: "acme", project: "orders", rest: "/workflows/1" });
  equal(splitScope("/o/acme/orders"), { organization: "acme", project: "orders", rest: "/" });
  equal(splitScope("/o/acme"), null);
  equal(splitScope("/sign-in"), null);
  equal(joinScope("acme", "orders", "/runs"), "/o/acme/orders/runs");
});
