import { webhookRequest } from "../../../Core/Console/functions/webhook.ts";
import { equal, test } from "./check.ts";

test("a webhook's request has the method, the path and the token that its trigger asks for", () => {
  equal(webhookRequest({ trigger: { type: "http" } }), {
    method: "POST",
    path: "/",
    headers: "Content-Type: application/json",
  });
  const auth = { type: "bearer", secret: "TOKEN" };
  equal(webhookRequest({ trigger: { type: "http", method: "PUT", path: "orders", auth } }), {
    method: "PUT",
    path: "/orders",
    headers: "Content-Type: application/json\nAuthorization: Bearer ",
  });
  equal(webhookRequest({ trigger: { type: "http", method: "BREW" } })?.method, "POST");
});

test("what no request starts has none", () => {
  for (const trigger of [undefined, { type: "manual" }, { type: "cron" }, { type: "http", auth: { type: "closed" } }]) {
    equal(webhookRequest({ trigger }), null);
  }
  equal(webhookRequest(undefined), null);
});
