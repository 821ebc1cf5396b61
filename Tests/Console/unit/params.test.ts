import { paramNames } from "../../../Core/Console/document/paramNames.ts";
import { isSpelledNumber, type Json } from "../../../Core/Console/document/json.ts";
import { membersOf, typedText, typedValue, withTyped } from "../../../Core/Console/runs/params.ts";
import { equal, holds, test } from "./check.ts";

const step = (code: string): Json => ({ nodes: [{ type: "step", data: { code } }] });

test("the members of the input are found in code, expressions and templates, in their order", () => {
  const cases: [string, string[]][] = [
    ["return event.payload.total + event.payload?.tax;", ["total", "tax"]],
    ["return event.payload['first name'] + event . payload[ \"last\" ];", ["first name", "last"]],
    ["const { id, lines: rows, note = '' } = event.payload;", ["id", "lines", "note"]],
    ["{{trigger.customer.name}} {{ trigger['order-id'] }} {{event.payload.city}}", ["customer", "order-id", "city"]],
    ["https://shop.example/${event.payload.id}?of=${event.payload.id}", ["id"]],
    // Methods and the length are those of a list or a text.
    ["event.payload.map((row) => row.id); event.payload.length; event.payload.items.map(String);", ["items"]],
    ["trigger.id; my.event.payloads.a; return payload.id;", []],
    ["const { total } = event.payload.order;", ["order"]],
  ];
  for (const [code, names] of cases) equal(paramNames(step(code)), names, code);
});

test("many names are cut, and each is there once", () => {
  const code = Array.from({ length: 60 }, (_, index) => `event.payload.m${index % 40};`).join("");
  const names = paramNames(step(code));
  equal(names.length, 24);
  equal(names[0], "m0");
  equal(new Set(names).size, 24);
});

test("a field has JSON or a text, and a text that reads like JSON is quoted", () => {
  for (const [typed, value] of [["4", 4], ["true", true], ["null", null], ["A-1", "A-1"], ['"4"', "4"], ["[1]", [1]]]) {
    equal(typedValue(typed as string), value);
    equal(typedText(value as Json), typed);
  }
  equal(typedValue(""), undefined);
  equal(typedText(undefined), "");
  equal(typedText(""), '""');
  equal(typedValue('{"a'), '{"a');
});

test("one member is written, the others stay as they are spelled, and nothing typed removes it", () => {
  const text = '{"id": 12345678901234567890, "of": "x"}';
  const written = withTyped(text, "of", "2");
  holds(written.includes("12345678901234567890"), written);
  equal(membersOf(written)?.of, 2);
  holds(isSpelledNumber(membersOf(written)?.id), "The number has lost its spelling.");
  equal(withTyped('{"a": 1}', "a", ""), "{}");
  equal(withTyped("", "a", "b"), '{\n  "a": "b"\n}');
});

test("fields are of objects only", () => {
  equal(membersOf(" "), {});
  for (const text of ["[1]", "4", "{", "null"]) equal(membersOf(text), undefined, text);
});
