/// Code that is hard to split.
enum Snippets {
    /// What esbuild accepts.
    static let all = [
        "const a = b / c / d; const e = /f\\/[/]g/gi.test(`h${i / j / k}l`) ? m : n / 2;",
        "function f(a = /x/, { b = 1 / 2 / 3 } = {}) { return /y/ }\n/z/.test(f)",
        "if (a) /b/.test(c); else /d/.test(e)\nfor (;;) /f/.exec(g)\nwhile (h) /i/.exec(j)",
        "switch (a) { case 1: { b() } /c/.test(d); case e ? f : g: {} /h/.test(i); default: /j/.test(k) }",
        "const o = { get a() { return 1 }, ['b' + 1]: 2, if: 3, class: 4, c: function () { } / 2, async *d() { yield /e/ } };",
        "class A extends (B) { static #x = /y/; static { this.#x = 1 / 2 / 3 } m() { return super.m() / 2 / 3 } }\n/z/.test(A)",
        "const c = class extends D { } / 2 / 3; const g = function* () { yield /a/; yield* [/b/] } / 2 / 3",
        "label: for (const [k, v] of Object.entries(x)) { if (k) continue label; else break label }\n/y/.test(z)",
        "const t = `a${`b${`c${d}` + {}}`}e` + '`' + \"${\" + `\\`\\${`;",
        "let i = a++ / 2 / b-- / 3; i = a\n++b\n/c/d; x = +{} / 2 / 1",
        "const f = async (a) => { await /b/.exec(a) }\n/c/.test(f); const g = a => ({}) / 2 / 3",
        "type T = { a: string; b?: Array<Map<string, number>> }; interface I { c(): void }\nlet x = y! / 2 / 3 as number",
        "function g(): { a: number } { return { a: 1 } }\n/x/.test(g); const h = function (): Promise<void> { } / 2 / 3",
        "async function s(): Promise<Array<string>> { for await (const a of b) /c/.test(a); return [] } /d/.test(s)",
        "enum E { A = 1, B = A / 2 / 1 } /x/.test(E); namespace N { export const a = 1 } /y/.test(N)",
        "abstract class Z<T extends {} = {}> implements I { abstract a: string; b = <T,>(x: T) => { } } /x/.test(Z)",
        "a = b ? { c: d } : { e: f } / 2 / 3; a = b ? (c, d) : e / 2 / 3; do { } while (a) /x/.test(a)",
        "try { } catch { } finally { } /x/.test(a); try { } catch (e) { } /y/.test(a)",
        "a = b?.c?.[d] ?? e / 2 / 3; a ||= /x/; a = a?.5:1; a **= 2 ** -3",
        "const re = [/[\\]/]/, /(?<n>a)\\k<n>/u, /\\//, /[^/]+/g, /=/]; a /= /=/.test(b) / 2",
        "x = y /* c /* */ / 2 // d / e\n/ 3; const n = 0xFF / 0b1 / 0o7 / 1_000n; .5 / 1. / 1e-3",
        "export { a as b } from 'c'\n/x/.test(d); import e, { f as g } from 'h'\n/y/.test(i); export default class { }\n/z/.test(j)",
        "export default async function () { return /a/ } /b/.test(c)", "throw /a/.exec(b)",
        "delete a.b / 2 / 3; void /x/; typeof /y/",
        "const { a, b: { c = /x/ } } = d / 2 / 3; [a, b] = [b / 1, /y/]; for (const of of of) of / 2 / 3",
        "var yield_ = a.return / 2 / a.if / 3; a.class / 2 / 1; ({ return: 1 }).return / 2 / 3",
        "@d class A { @e() m() { } }\n/x/.test(A)",
        "let a: string | undefined = b as unknown as string; let c = <any>d / 2 / 3; let e = f satisfies g",
        "a = () => { }\nl: { break l }\n/x/.test(b); (function () { })() / 2 / 3; !function () { }()\n",
        "new A / 2 / 3; new A() / 2 / 3; new (class { }) / 2",
        "if (a) { } else { } /x/.test(b); if (a) b = {}; else c = {}\nd = 1",
        "a = [] / 2 / 3; a = b[c] / 2 / 3; a = 'b' / `c` / 2",
    ]

    /// What no grammar allows; the lexer must take it all the same.
    static let broken = [
        "", "}", ")", "]}", "`${", "`${}", "'", "\"\\", "/", "/*", "\\", "\\u{", "#", "@", "\u{0}", "`${`${`${",
        "}}}}`",
        "\u{1F600}", "a\r\r\nb", "/[/", "1e", "0x", ".", "..", "((((", "{{{{ a.b }}", "{{a", "case:", "class",
        "function {",
        "?:?:?:", "export default", "é\u{FEFF}b",
    ]
}
