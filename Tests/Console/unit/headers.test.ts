import { callCommand } from "../../../Core/Console/functions/callCommand.ts";
import { bodyText, headersOf } from "../../../Core/Console/functions/headers.ts";
import { equal, test } from "./check.ts";

test("headers are written one a line", () => {
  equal(headersOf("Content-Type: application/json\n\n X-Order :A: 1 \nX-Empty:\n"), [
    { name: "Content-Type", value: "application/json" },
    { name: "X-Order", value: "A: 1" },
    { name: "X-Empty", value: "" },
  ]);
  equal(headersOf(""), []);
  for (const text of ["Content-Type", "X Order: 1", ": 1", "X: é", "X: 1\n2"]) equal(headersOf(text), undefined, text);
});

test("a JSON body is indented; another one, or one that was cut, is shown as it is", () => {
  const json = [{ name: "Content-Type", value: "application/problem+json; charset=utf-8" }];
  equal(bodyText('{"a":1}', json), '{\n  "a": 1\n}');
  equal(bodyText('{"a":', json), '{"a":');
  equal(bodyText('{"a":1}', [{ name: "content-type", value: "text/plain" }]), '{"a":1}');
});

test("the command is the same request, quoted for a shell", () => {
  equal(
    callCommand(
      "https://a.example/w/x?y='z'",
      "PUT",
      [{ name: "X-A", value: "it's" }, { name: "X-B", value: "" }],
      "@a",
    ),
    "curl -i -X PUT 'https://a.example/w/x?y='\\''z'\\''' \\\n  -H 'X-A: it'\\''s' \\\n  -H 'X-B;' \\\n  --data-raw '@a'",
  );
  equal(callCommand("https://a.example/", "GET", [], null), "curl -i 'https://a.example/'");
});
