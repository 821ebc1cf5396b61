import JavaScript
import Testing

@Suite("JavaScriptExpression", .timeLimit(.minutes(10)))
struct JavaScriptExpressionTests {
    @Test(
        "Tells what an expression is and which names it reads",
        arguments: [
            ("a.b?.[c].d", .member, ["a", "c"]),
            ("JSON.stringify({ id: order.id, x })", .call, ["JSON", "order", "x"]),
            ("{ a, b: c, 'd-e': f, ...g, [h]: 1 }", .object, ["a", "c", "f", "g", "h"]),
            ("[a, , ...b, (c)]", .array, ["a", "b", "c"]), ("a", .other, ["a"]), ("-a.b", .other, ["a"]),
            ("`x ${a.b} y ${`${c}`}`", .other, ["a", "c"]), ("a ? b : c ?? d", .other, ["a", "b", "c", "d"]),
            ("list.filter((x, { y }) => x > y && z)", .call, ["list", "z"]),
            ("list.map(async x => { const y = x; return y + w; })", .call, ["list", "w"]),
            ("list.map(function (x) { const y = x; return y + w + arguments.length; })", .call, ["list", "w"]),
            ("{ f: async function g({ x }, ...rest) { return g(x, rest, w); } }", .object, ["w"]),
            ("new URL(a).searchParams.get('b')", .call, ["URL", "a"]), ("(await f(1))", .other, ["f"]),
            ("typeof a === 'b'", .other, ["a"]), ("/}/.test(a) && !b", .other, ["a", "b"]), ("tag`x`", .call, ["tag"]),
            ("true", .other, []), ("a in b", .other, ["a", "b"]), ("{}", .object, []),
            ("f(a, b,)", .call, ["f", "a", "b"]),
            ("a.map((x) => { for (const { y } of x) f(async () => y, async z => of(z)); })", .call, ["a", "f", "of"]),
            (
                "{ m(x) { return this.a + x + b; }, get n() { return c; }, set n(v) { d(v); } }", .object,
                ["b", "c", "d"]
            ),
            (
                "{ async a() {}, *b() {}, async *c() {}, [d]() {}, 'e f'() {}, get: 1, set, async }", .object,
                ["d", "set", "async"]
            ),
            ("{ a: class B extends C { x = d; y() { return B; } } }", .object, ["C", "d"]), ("class {}", .other, []),
            ("function* () { yield a; }", .other, ["a"]), ("this.x", .member, ["this"]),
            ("[async function* () { for await (const x of a) yield x; }]", .array, ["a"]),
        ] as [(String, JavaScriptExpression.Shape, [String])])
    func shapes(text: String, shape: JavaScriptExpression.Shape, names: [String]) throws {
        let expression = try #require(JavaScriptExpression(JavaScriptSource(text)))
        #expect(expression.shape == shape)
        #expect(expression.freeNames == names)
    }

    @Test(
        "What is no expression, changes something or declares is none",
        arguments: [
            "", "Hello there", "a b", "a.", "a +", "+", "{ a b }", "{ a: }", "[1", "f(", "a = 1", "a++", "delete a.b",
            "a; b",
            "return 1", "function f() {} f", "function (a, a) {}", "function if() {}",
            "class if {}", "class extends {}", "{ get a(x) {} }", "{ set a() {} }", "{ async a }", "{ *a: 1 }",
            "let x = 1", "a ? b", "{{a}}", "`${a", "'a", "(a,)", "()",
            "a as string",
            "Total: 5", "a, b", "<b>a</b>", "import('x')", "1 2", "a?.", "?.a", "a.#b",
        ])
    func none(text: String) { #expect(JavaScriptExpression(JavaScriptSource(text)) == nil) }

    @Test(
        "An expression of TypeScript is what it is without its types",
        arguments: [
            ("a as string", .other, ["a"]), ("a.b as any", .member, ["a"]), ("{ x: a!.b } as const", .object, ["a"]),
            ("(<T>a).b", .member, ["a"]), ("f<A, B<C>>(a)", .call, ["f", "a"]),
            ("a.map(<T,>({ x }: T, y?: Y, ...z: Z[]): x is string => x + y + z + w)", .call, ["a", "w"]),
            (
                "a.map(function (x: X): Y { let y: X = x as X; for (const z of y as Z) g(z); return y!; })", .call,
                ["a", "g"]
            ),
            ("[a satisfies A, async (x: X): Promise<Y> => await x]", .array, ["a"]),
            ("a < b && c > d", .other, ["a", "b", "c", "d"]), ("a.map<B>((x) => x)", .call, ["a"]),
            ("a.map((x) => { type T = X; interface Y { z: T } return x as T; })", .call, ["a"]),
            ("{ m(this: A, x: B): C { return this.d + (x as E); } }", .object, []),
            ("(() => { for (const x of a as B[]) f(x!); })()", .call, ["a", "f"]),
            ("{ a: class<T> extends B<T> { c: T = d } }", .object, ["B", "d"]),
        ] as [(String, JavaScriptExpression.Shape, [String])])
    func types(text: String, shape: JavaScriptExpression.Shape, names: [String]) throws {
        let expression = try #require(JavaScriptExpression(typeScript: JavaScriptSource(text)))
        #expect(expression.shape == shape && expression.freeNames == names)
    }

    @Test(
        "What is no expression without its types either is none",
        arguments: [
            "", "Hello there", "a as", "as string", "a = b as string", "(a as b) = 1", "<b>a</b>", "Total: 5",
            "a b as c",
            "let x: string = a", "a as string; b", "type A = B",
        ])
    func noTypes(text: String) { #expect(JavaScriptExpression(typeScript: JavaScriptSource(text)) == nil) }

    @Test("Nesting without end is none, and ends")
    func depth() {
        #expect(JavaScriptExpression(JavaScriptSource(String(repeating: "(", count: 50_000))) == nil)
        let nested = String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000)
        #expect(JavaScriptExpression(JavaScriptSource(nested)) == nil)
        let operators = String(repeating: "!", count: 50_000) + "a"
        #expect(JavaScriptExpression(JavaScriptSource(operators))?.freeNames == ["a"])
    }
}
