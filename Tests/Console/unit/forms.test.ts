import { durationProblem } from "../../../Core/Console/forms/duration.ts";
import { hasExpression, isExpression } from "../../../Core/Console/forms/expression.ts";
import type { Field, Schema } from "../../../Core/Console/forms/field.ts";
import { fieldFaults } from "../../../Core/Console/forms/fieldFaults.ts";
import { formProblems, sentence } from "../../../Core/Console/forms/formProblems.ts";
import { readJSON } from "../../../Core/Console/forms/jsonText.ts";
import { nearestName } from "../../../Core/Console/forms/nearestName.ts";
import { objectOf, pairsOf } from "../../../Core/Console/forms/pairs.ts";
import { append, problemsAt, problemsElsewhere } from "../../../Core/Console/forms/pointer.ts";
import { chosenAction, isRequired, shownOnly, withMember } from "../../../Core/Console/forms/visibility.ts";
import { equal, test } from "./check.ts";

const field = (type: Field["type"], others: Partial<Field> = {}): Field => ({ type, label: "Field", ...others });
const messages = (value: unknown, of: Field) => fieldFaults(value, of).map((fault) => fault.message);

test("a value of another kind is refused in the server's words", () => {
  equal(messages(1, field("string")), ["must be a string, not number"]);
  equal(messages("1", field("number")), ["must be a number, not string"]);
  equal(messages(null, field("boolean")), ["must be true or false, not null"]);
  equal(messages("a", field("multiselect")), ["must be an array, not string"]);
  for (const value of [1, "a", null, [1], { a: 1 }]) equal(messages(value, field("json")), []);
});

test("a choice that is not an option names the nearest", () => {
  const options = ["Send Message", "List Channels"].map((value) => ({ value, label: value }));
  equal(messages("Send Mesage", field("select", { options })), [
    'must be one of Send Message, List Channels, not "Send Mesage"; did you mean "Send Message"?',
  ]);
  equal(fieldFaults(["Send Message", "x"], field("multiselect", { options })), [
    { message: 'must be one of Send Message, List Channels, not "x"', element: 1 },
  ]);
  equal(nearestName("baseurl", ["baseUrl", "base"]), "baseUrl");
  equal(nearestName("x", ["baseUrl"]), undefined);
});

test("limits hold for numbers and for characters", () => {
  equal(messages(0, field("number", { validation: { min: 1, max: 5 } })), ["must be at least 1"]);
  equal(messages(6, field("number", { validation: { min: 1, max: 5 } })), ["must be at most 5"]);
  equal(messages("😀😀", field("string", { validation: { maxLength: 2 } })), []);
  equal(messages("abc", field("string", { validation: { minLength: 1, maxLength: 2 } })), [
    "must have 1 to 2 characters",
  ]);
  equal(messages("abc1", field("string", { validation: { pattern: "[a-c]+" } })), ["must match [a-c]+"]);
  equal(messages("abc", field("string", { validation: { pattern: "(" } })), []);
  // What is stored and not shown.
  equal(messages("********", field("string", { validation: { pattern: "[a-c]+" } })), []);
  equal(messages("********", field("select", { options: [{ value: "free" }] })), []);
  equal(messages("********", field("number", { validation: { max: 3 } })), []);
});

test("formats are those of the server", () => {
  const accepts = (format: "email" | "url" | "uuid" | "date" | "date-time", text: string) =>
    messages(text, field("string", { validation: { format } })).length === 0;
  equal(["a@b.co", "a@b", "a b@c.de", "a@.de"].map((text) => accepts("email", text)), [true, false, false, false]);
  equal(["http://a", "HTTPS://a.b/c?d", "ftp://a", "http:///a", "http://a b"].map((text) => accepts("url", text)), [
    true,
    true,
    false,
    false,
    false,
  ]);
  equal(["2026-02-28", "2026-02-30", "26-1-1"].map((text) => accepts("date", text)), [true, false, false]);
  equal(
    ["2026-11-24T10:00:00Z", "2026-11-24 10:00", "2026-11-24", "2026-11-24T25:00", "today"].map((text) =>
      accepts("date-time", text)
    ),
    [true, true, true, false, false],
  );
  equal(accepts("uuid", "019a0b3c-5d6e-7f80-9a0b-3c5d6e7f809a"), true);
});

test("a duration is milliseconds or a text with a unit", () => {
  for (const value of [0, 1500, "30 seconds", "1.5 HOURS", "1 day", "365 days"]) {
    equal(durationProblem(value), undefined);
  }
  for (const value of ["30s", "seconds", "5 sevens", -1, "366 days", true]) {
    if (durationProblem(value) === undefined) throw new Error(`${value} was accepted`);
  }
});

test("expressions are told from text", () => {
  for (const text of ["{{a}}", "{{ a.b[0]['c d'] }}", "{{trigger.params.ü}}"]) equal(isExpression(text), true);
  equal(hasExpression("Hello {{a.b}}!"), true);
  for (const text of ["{{}}", "\\{{a}}", "{a}", "{{a b}}", 5]) equal(hasExpression(text), false);
});

const slack: Schema = {
  action: field("select", {
    label: "Action",
    default: "Send",
    options: [{ value: "Send", label: "Send" }, { value: "List", label: "List" }],
  }),
  channel: field("string", { label: "Channel", shownFor: ["Send"], requiredFor: ["Send"] }),
  limit: field("number", { label: "Limit", shownFor: ["List"], default: 100 }),
  token: field("secret", { label: "Token", envVarName: "SLACK_TOKEN" }),
};

test("what is shown and required follows the action", () => {
  equal(chosenAction(slack, {}), "Send");
  equal(chosenAction(slack, { action: "" }), "Send");
  equal(isRequired(slack.channel, "Send"), true);
  equal(isRequired(slack.channel, "List"), false);
  equal(formProblems(slack, {}, { pointer: "/data" }).map((problem) => [problem.pointer, problem.message]), [
    ["/data/channel", "Channel is required"],
  ]);
  equal(formProblems(slack, { action: "List", limit: "many" }).map((problem) => problem.pointer), ["/limit"]);
  equal(shownOnly(slack, { action: "List", channel: "C1", other: 1 }), { action: "List", other: 1 });
});

test("a document holds no secret, and its texts may hold expressions", () => {
  const rules = { expressions: true };
  const data = { channel: "{{start.channel}}" };
  equal(formProblems(slack, { ...data, token: "xoxb" }, rules).map((problem) => problem.pointer), ["/token"]);
  equal(formProblems(slack, { ...data, token: "{{env.SLACK_TOKEN}}" }, rules), []);
  equal(formProblems(slack, { action: "List", limit: "{{start.limit}}" }, rules), []);
});

test("white space is no value of a credential", () => {
  const schema = { token: field("secret", { label: "API token", required: true }) };
  equal(formProblems(schema, { token: "  " }).map((problem) => problem.message), ["API token is required"]);
});

test("problems are found by JSON pointer", () => {
  equal(append("/nodes/0/data", "a/b~c"), "/nodes/0/data/a~1b~0c");
  const problems = ["/data/a", "/data/a/0", "/data/ab", ""].map((pointer) => ({ pointer, message: "is wrong" }));
  equal(problemsAt(problems, "/data/a").map((problem) => problem.pointer), ["/data/a", "/data/a/0"]);
  equal(problemsElsewhere(problems, ["/data/a"]).map((problem) => problem.pointer), ["/data/ab", ""]);
  equal(sentence(problems[0], "Channel"), "Channel is wrong");
  equal(sentence({ pointer: "", message: "API token is required" }, "Token"), "API token is required");
});

test("a change keeps the order of members, and undefined removes one", () => {
  equal(Object.keys(withMember({ a: 1, b: 2 }, "a", 3)), ["a", "b"]);
  equal(withMember({ a: 1, b: 2 }, "a", undefined), { b: 2 });
  equal(withMember({ a: 1 }, "c", 2), { a: 1, c: 2 });
});

test("JSON text is read, or says where it is wrong", () => {
  equal(readJSON('{"a": [1]}'), { value: { a: [1] } });
  equal(readJSON("  "), { value: undefined });
  equal(readJSON("{{order.items}}", true), { value: "{{order.items}}" });
  equal(readJSON('{"a": 1').problem, "is not valid JSON: line 1, column 8");
  equal(readJSON('{\n  "a": 1,\n}').problem, "is not valid JSON: line 3, column 1");
});

test("an object of texts is edited as rows", () => {
  equal(pairsOf({ accept: "text/plain", to: "{{start.to}}" }), [["accept", "text/plain"], ["to", "{{start.to}}"]]);
  equal(pairsOf(undefined), []);
  for (const value of [{ a: 1 }, ["a"], "a", 1, { a: { b: "c" } }]) equal(pairsOf(value), undefined);
  equal(objectOf([["a", "1"], ["", "2"], ["b", ""]]), { a: "1", b: "" });
  equal(objectOf([["", ""]]), undefined);
});
