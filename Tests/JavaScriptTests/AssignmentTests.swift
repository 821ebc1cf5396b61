import JavaScript
import Testing

@Suite("What code assigns to", .timeLimit(.minutes(10)))
struct AssignmentTests {
    private func assigns(_ code: String) -> Bool {
        let analysis = ScopeAnalysis(JavaScriptSource(code))
        #expect(analysis.isComplete, "\(code)")
        let assignments = Assignments(analysis)
        return analysis.freeReferences.contains { reference in
            analysis.text(of: reference) == "a" && Assignments.mayContain(reference, in: analysis)
                && assignments.contains(reference)
        }
    }

    @Test(
        "Operators, patterns and heads of loops assign",
        arguments: [
            "a = 1", "a += 1", "a ??= 1", "a >>>= 1", "a++", "++a", "a--", "(a) = 1", "((a))++", "a! = 1",
            "(a as any) = 1", "(a! as X) += 1", "[a] = [1]", "[x, a] = y", "[...a] = y", "[a = 1] = y", "({ a } = y)",
            "({ b: a } = y)", "({ b: a = 1 } = y)", "({ ...a } = y)", "({ b: [a] } = y)", "[[a]] = y", "[{ c: a }] = y",
            "for (a of y) {}", "for (a in y) {}", "for await (a of y) {}", "for ([a] of y) {}",
            "for ({ b: a } of y) {}",
            "f(a = 1)", "x ? a = 1 : 2", "if (x) a++", "if (x) ++a", "() => { a = 1 }", "const f = () => a = 1",
            "x = [a = 1]",
            "for (a = 0; a < 1; x) {}", "({ [k]: a } = y)", "[x[0], a] = y", "x\n++a", "a\n= 1",
            "({ b: { c: a } = {} } = y)",
        ])
    func assigned(code: String) { #expect(assigns(code)) }

    @Test(
        "Reading, members, declarations and defaults do not",
        arguments: [
            "a == 1", "a === 1", "a => 1", "x.a = 1", "a.b = 1", "a[0] = 1", "++a.b", "a.b++", "x[a] = 1",
            "x[a, 1] = 2",
            "const a = 1; a", "let [a] = y", "const { a } = y", "const { b = a } = y", "({ a })", "[a]", "f(a)",
            "f({ a })",
            "for (const x of a) {}", "for (const x of [a]) {}", "x = a", "x = { b: a }", "x = [a]", "[x = a] = y",
            "({ x = a } = y)",
            "({ [a]: x } = y)", "(a).b = 1", "if (a) x = 1", "if (a) ++x", "while (a) --x", "a <= 1", "a !== b",
            "x.y[a] += 1",
            "f()[a] = 1", "x?.[a]", "switch (a) { case a: b = 1 }", "const g = (a) => a", "x++\na", "x = y[a]; [b] = c",
            "`${a}` == 1", "class C { a = 1 }", "type a = string", "({ a: 1 })", "for (x of a) {}", "[a.b] = y",
            "({ b: a.c } = y)", "({ b: a[0] } = y)", "const { b: { c = a } } = y", "[f(a)] = y", "x = a ? [b] : c",
        ])
    func read(code: String) { #expect(!assigns(code)) }
}
