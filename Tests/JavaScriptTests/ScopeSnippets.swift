/// Code and the names that it expects from around it, in the order of the text.
enum ScopeSnippets {
    struct Snippet: Sendable, CustomStringConvertible {
        let code: String
        let free: [String]

        init(_ code: String, _ free: String...) {
            self.code = code
            self.free = free
        }

        var description: String { code }
    }

    static let declarations = [
        Snippet("const a = 1; let b, c = a; var d; return a + b + c + d;"),
        Snippet("return a; var a;"),
        Snippet("if (x) { let y = 1; } return y;", "x", "y"),
        Snippet("if (x) { var y = 1; } return y;", "x"),
        Snippet("{ const a = 1 } return a", "a"),
        Snippet("const { a, b: c, ...d } = e; return [a, c, d];", "e"),
        Snippet("const { a: { b = z }, [k]: c } = e; return [b, c];", "z", "k", "e"),
        Snippet("const [x, , { y }, ...rest] = list; return x + y + rest", "list"),
        Snippet("let first = a, second = first", "a"),
        Snippet("return late(); function late() { return early } const early = 1"),
        Snippet("function f(a, { b }, [c], ...d) { return a + b + c + d + arguments.length + e }", "e"),
        Snippet("const f = function g(n) { return n ? g(n - 1) : f }; return g", "g"),
        Snippet("const C = class D { m() { return D } }; return D", "D"),
        Snippet(
            "class A extends B { #x = y; static s = A; get v() { return this.#x } set v(w) { z(w) } [k]() {} }",
            "B", "y", "z", "k"),
        Snippet(
            "class A { static { init(A) } async *it(n = m) { yield* n } 'quoted'() {} 5() {} static async = 1 }",
            "init", "m"),
        Snippet("try { a() } catch (e) { b(e) } finally { c() } return e", "a", "b", "c", "e"),
        Snippet("try { a() } catch { b() }", "a", "b"),
        Snippet("try { a() } catch ({ message }) { b(message) }", "a", "b"),
        Snippet(
            "import x, { a as b, type T } from \"m\"; import * as n from 'n'; import 'o'; return x + b + n + a", "a"),
        Snippet("import data from './d.json' with { type: 'json' }; return data"),
        Snippet("import type { T } from 'm'; import type D from 'd'; const v: T = w", "w"),
        Snippet("import type from 'm'; import { type } from 'o'; return type"),
        Snippet("export const x = y; export default function f() { return x } export { x as z }", "y"),
        Snippet("using a = open(); await using b = open(); return a + b", "open", "open"),
        Snippet("const using = 1; return using"),
    ]

    static let functions = [
        Snippet("return xs.map(x => x * k)", "xs", "k"),
        Snippet("return xs.map((x) => x * k)", "xs", "k"),
        Snippet("return xs.map((x, i = n) => ({ x, i, y }))", "xs", "n", "y"),
        Snippet("return xs.map(async x => await x)", "xs"),
        Snippet("return xs.map(async (x) => await f(x))", "xs", "f"),
        Snippet("return xs.map(({ a, b: [c] }) => a + c + b)", "xs", "b"),
        Snippet("return a ? (b) : c => c + d", "a", "b", "d"),
        Snippet("return a ? b => b : (c) => c", "a"),
        Snippet("return a ? (b, c) : d", "a", "b", "c", "d"),
        Snippet("const f = () => {}\n(g)", "g"),
        Snippet("(async () => { await x })()", "x"),
        Snippet("const async = 1; return async + async(2)"),
        Snippet("return async(x)", "async", "x"),
        Snippet(
            "const o = { f(a) { return a + b }, get g() { return c }, async *h() {}, [k]: 1, async: 2, get: 3 }",
            "b", "c", "k"),
        Snippet(
            "const o = { a, b: c, ...d, 'e': f, 5: g, get, set, async }", "a", "c", "d", "f", "g", "get", "set",
            "async"),
        Snippet("function* g() { const x = yield y; yield; yield* z }", "y", "z"),
        Snippet("a => b => c => a + b + c + d", "d"),
        Snippet("f((a, b) => a, (c) => { return c + a })", "f", "a"),
        Snippet("let f = x => { return x }, g = y => y, h = f"),
        Snippet("const f = (a = (b) => b, c = a) => c"),
        Snippet("function f() { return this.a + arguments[0] } return this.b", "this"),
        Snippet("const f = () => this.a", "this"),
        Snippet("class A { a = this.b; m() { return () => this.c } }"),
    ]

    static let statements = [
        Snippet("for (const x of xs) f(x); return x", "xs", "f", "x"),
        Snippet("for (let i = 0, n = xs.length; i < n; i++) f(i)", "xs", "f"),
        Snippet("for (const k in o) f(k)", "o", "f"),
        Snippet("for (k in o) f(k)", "k", "o", "f", "k"),
        Snippet("for await (const x of g()) all.push(x)", "g", "all"),
        Snippet("for (;;) break"),
        Snippet("for (const [a, { b }] of m) { f(a, b) }", "m", "f"),
        Snippet("outer: for (;;) { inner: while (x) { continue outer } break outer }", "x"),
        Snippet("switch (a) { case b: { c(); break } case (d): e(); default: f() }", "a", "b", "c", "d", "e", "f"),
        Snippet("switch (a) { case b ? c : d: let x = 1; default: return x }", "a", "b", "c", "d"),
        Snippet("do { a() } while (b); c()", "a", "b", "c"),
        Snippet("if (a) b(); else if (c) d(); else e()", "a", "b", "c", "d", "e"),
        Snippet("while (a--) b()", "a", "b"),
        Snippet("const a = 1\nconst b = a\nreturn a\n+ b"),
        Snippet("a\n++b", "a", "b"),
        Snippet("throw new E(m)", "E", "m"),
        Snippet("return\nx", "x"),
        Snippet("debugger; x;", "x"),
    ]

    static let expressions = [
        Snippet("return a.b.c?.d?.[e]?.(f)", "a", "e", "f"),
        Snippet("return { a: 1, b: { c } }", "c"),
        Snippet("return `x ${a} y ${`z ${b}`} ${{ c: d }.c}`", "a", "b", "d"),
        Snippet("return tag`x ${a}`", "tag", "a"),
        Snippet("return /a b/.test(c) / d", "c", "d"),
        Snippet("return a < b && c > d", "a", "b", "c", "d"),
        Snippet("return typeof a === 'x' && typeof b.c", "a", "b"),
        Snippet("return a ?? b || c ? d : e ? f : g", "a", "b", "c", "d", "e", "f", "g"),
        Snippet("return new A(b).c + new D + new.target", "A", "b", "D"),
        Snippet("return [a, , ...b, (c, d)]", "a", "b", "c", "d"),
        Snippet("x = y; [a, b.c] = z; ({ d, e: f } = g)", "x", "y", "a", "b", "z", "d", "f", "g"),
        Snippet("return #p in o", "o"),
        Snippet("const m = await import('x'); return import.meta.url + m"),
        Snippet("delete a.b, void c, !d, -e, +f, ~g", "a", "c", "d", "e", "f", "g"),
        Snippet("return a\n  .b(c)\n  .d(e)", "a", "c", "e"),
        Snippet("return (a, b), 1_000n ** c >>> d >= e", "a", "b", "c", "d", "e"),
        Snippet("a ||= b; c &&= d; e ??= f; g **= h; i >>>= j", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j"),
        Snippet("return a ? { b: c } : [d]", "a", "c", "d"),
        Snippet("return 'a' in b", "b"),
        Snippet("const of = 1, get = 2, type = 3, as = 4; return of + get + type + as"),
    ]

    static let types = [
        Snippet("const a: string = b as any; return a!", "b"),
        Snippet("const f = (x: Foo, y?: Bar<Baz>): Promise<Map<string, number[]>> => x + y + z", "z"),
        Snippet("const f = <T>(x: T): T => x"),
        Snippet("const f = async <T extends Foo>(x: T) => x"),
        Snippet("const f = <T,>(x: T) => x"),
        Snippet("function f<T extends keyof Foo = Bar>(this: Foo, x: T | undefined): asserts x is T { return x }"),
        Snippet("return f<Foo>(x) + g<A, B<C>>(y)", "f", "x", "g", "y"),
        Snippet("return new Map<string, Foo>(x)", "Map", "x"),
        Snippet("return new Map<string, Map<string, Foo>>()", "Map"),
        Snippet("return a < f<Foo>(b);", "a", "f", "b"),
        Snippet("interface Foo<T> extends Bar { a: string; b(x: T): void } const x: Foo<string> = y", "y"),
        Snippet("type A = { b: C } | D[] & `x${E}`; const a: A = z", "z"),
        Snippet("type F<T> = T extends (infer U)[] ? U : never\nreturn w", "w"),
        Snippet("type G = (a: string) => void; type H = new () => I; return g", "g"),
        Snippet("enum E { A, B = 2 } return E.A"),
        Snippet("const enum E { A } return E.A"),
        Snippet("declare const X: string; declare function f(x: number): void; return X + f(1)"),
        Snippet("namespace N { export const x = y } return N.x", "y"),
        Snippet(
            "abstract class A<T> implements B<T>, C { private readonly x: T; constructor(public y: D, z = w) { super(y) } "
                + "abstract m(): void; declare q: string; [key: string]: any; opt?: E; def!: F }", "w"),
        Snippet("const x = y satisfies Foo; const z = <Foo>w;", "y", "w"),
        Snippet("const x = (y as Foo).z as unknown as Bar[]", "y"),
        Snippet("const x = { a: 1 } as const; return x"),
        Snippet("let x: typeof y, z: Foo['bar'][], u: [a: string, b?: number], v: unique symbol"),
        Snippet("function f(x: string): x is Foo { return true }"),
        Snippet("function f(a: string): void; function f(a: any) { return a }"),
        Snippet("const f = (a: { b: string }, [c]: [string]) => a.b + c"),
        Snippet("for (const x of xs as Foo[]) f(x)", "xs", "f"),
        Snippet("@dec class A { @field() x = 1; @method m(@param p) { return p } }", "dec", "field", "method", "param"),
        Snippet("class A { accessor x = y }", "y"),
        Snippet("const f = <const T>(x: T) => x"),
        Snippet("try { a() } catch (e: any) { b(e) }", "a", "b"),
        Snippet("const type = 1; type\n= 2; return type"),
        Snippet("return xs.filter((x): x is Foo => x !== y)", "xs", "y"),
        Snippet("const x = a as string | null ?? b", "a", "b"),
        Snippet("let fn: (x: number) => string = y", "y"),
        Snippet("const r: Record<string, () => void> = {}; return r"),
        Snippet("const ok = a ? (b: Foo) => b : (c): Bar => c", "a"),
    ]
}
