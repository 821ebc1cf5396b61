import TestSupport
import Testing
import Values

@Suite("Semantic versions", .timeLimit(.minutes(10)))
struct SemanticVersionTests {
    @Test(
        "What is one",
        arguments: [
            ("1.0.0", true), ("0.10.3-beta.1+build-5", true), ("1.2.3+x", true), ("1.2", false), ("1.2.3.4", false),
            ("v1.2.3", false), ("1..3", false), ("1.2.3-", false), ("1.2.3-ä", false), ("", false), ("1.2.", false),
            ("01.0.0", false), ("0.0.0", true), ("1.00.0", false), ("1.0.0-a..b", false), ("1.0.0-.a", false),
            ("1.0.0+a..b", false), ("1.0.0-01", false), ("1.0.0-0a.0", true), ("1.0.0+01", true), ("1.0.0-a-b", true),
            ("1.0.0+a+b", false),
        ])
    func versions(text: String, isVersion: Bool) { #expect((SemanticVersion(text) != nil) == isVersion) }

    @Test("They are ordered as semver.org says, and text that is not one is older than any")
    func order() {
        let ordered = [
            "none", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0", "1.0.1", "1.10.0",
        ]
        var generator = SeededGenerator(seed: Stress.seed)
        for _ in 0..<20 {
            let shuffled = ordered.shuffled(using: &generator)
            #expect(
                shuffled.sorted { SemanticVersion.isOlder($0, than: $1) } == ordered,
                "\(shuffled), MILLRACE_SEED=\(Stress.seed)")
        }
        #expect(SemanticVersion.isOlder("1.0.0-1", than: "1.0.0-alpha"))
        #expect(!SemanticVersion.isOlder("1.0.0-beta", than: "1.0.0-2"))
        #expect(!SemanticVersion.isOlder("1.0.0", than: "1.0.0"))
        #expect(!SemanticVersion.isOlder("1.0.0+a", than: "1.0.0+b"))
        #expect(!SemanticVersion.isOlder("1.0.0", than: "none"))
    }

    @Test(
        "A release stands in for an older one of its major version from 1.0.0 on",
        arguments: [
            ("1.1.0", "1.0.0", true), ("1.0.1", "1.0.0", true), ("1.1.0", "1.0.0-beta", true),
            ("1.0.0", "1.0.0", false),
            ("1.0.0", "1.1.0", false), ("2.0.0", "1.9.0", false), ("0.2.0", "0.1.0", false),
            ("1.1.0-beta", "1.0.0", false),
            ("one", "1.0.0", false), ("1.1.0", "one", false),
        ])
    func compatible(version: String, other: String, isCompatible: Bool) {
        #expect(SemanticVersion.isCompatible(version, with: other) == isCompatible)
    }
}
