import { renameVariable, variableOf } from "../../../Core/Console/document/code";
import { expressionsIn, renameRoot } from "../../../Core/Console/document/expressions";
import { equal, test } from "./check";

const cases: [code: string, renamed: string][] = [
  ["return a;", "return b;"],
  ["return x.a + a.a;", "return x.a + b.a;"],
  ["return [...a, ab, $a];", "return [...b, ab, $a];"],
  ["return { a };", "return { a: b };"],
  ["return { a: 1, c: a };", "return { a: 1, c: b };"],
  ["f(a, { a, c });", "f(b, { a: b, c });"],
  ["if (a) { a(); }", "if (b) { b(); }"],
  ["const n = ok ? a : 1;", "const n = ok ? b : 1;"],
  ["'a' + \"a\" + `a ${a + `${a}`} a`", "'a' + \"a\" + `a ${b + `${b}`} a`"],
  ["/a/.test(a) // a", "/a/.test(b) // a"],
  ["a /a/ 2 /* a */", "b /b/ 2 /* a */"],
  ["{{a.b}} + a", "{{a.b}} + b"],
  ["const a = 1; return a;", "const a = 1; return a;"],
  ["list.map((a) => a.x)", "list.map((a) => a.x)"],
  ["list.map(a => a.x)", "list.map(a => a.x)"],
  ["const { a } = x; a;", "const { a } = x; a;"],
  ["for (const item of a) {}", "for (const item of b) {}"],
];

for (const [code, renamed] of cases) {
  test(`a variable is renamed in: ${code}`, () => equal(renameVariable(code, "a", "b"), renamed));
}

test("ids become variables", () => {
  equal(["a-b", "1st", "ok"].map(variableOf), ["a_b", "_1st", "ok"]);
});

test("expressions are found as the server finds them", () => {
  const text = "{{a}} \\{{a}} {{ a . b [0]['x.}}'].c }} {{a b}} {{}} {{a.}} {a} {{ä-1.0}}";
  equal(expressionsIn(text).map((found) => text.slice(found.start, found.end)), [
    "{{a}}",
    "{{ a . b [0]['x.}}'].c }}",
    "{{ä-1.0}}",
  ]);
  equal(renameRoot("{{a.a}} {{ a }} {{ab}}", "a", "z"), "{{z.a}} {{ z }} {{ab}}");
});
