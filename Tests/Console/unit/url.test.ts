import { setScope } from "../../../Core/Console/api/scope.ts";
import { urlOf } from "../../../Core/Console/api/url.ts";
import { equal, test } from "./check.ts";

test("addresses have their parameters, the query and the scope of the page", () => {
  setScope({ organizationId: "o", projectId: "p" });
  equal(
    urlOf("/api/workflows/{workflowId}", { workflowId: "a/b" }),
    "/api/workflows/a%2Fb?organizationId=o&projectId=p",
  );
  equal(
    urlOf("/api/workflows", {}, { q: "x y", kind: undefined, status: "" }),
    "/api/workflows?organizationId=o&projectId=p&q=x+y",
  );
  equal(urlOf("/api/projects/{projectId}", { projectId: "q" }), "/api/projects/q?organizationId=o");
  equal(urlOf("/api/projects", {}, { organizationId: "other", projectId: null }), "/api/projects?organizationId=other");
  equal(urlOf("/api/auth/session"), "/api/auth/session");
  setScope({});
  equal(urlOf("/api/workflows"), "/api/workflows");
});
