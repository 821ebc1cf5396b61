import Forms
import JSON
import Testing
import Values

@Suite("Patterns", .timeLimit(.minutes(10)))
struct PatternTests {
    @Test(
        "The whole text has to match, in the dialect of JavaScript",
        arguments: [
            ("a|ab", "ab", true), ("a|ab", "abc", false), (#"\d+"#, "12", true), (#"\d+"#, "١٢", false),
            (#"\u00e9+"#, "éé", true), ("a$", "a\n", false), ("[^@]+@[^@]+", "someone@example.com", true),
            ("", "", true),
            ("(?i)abc", "ABC", true),
        ])
    func whole(pattern: String, text: String, matches: Bool) throws {
        #expect(try Pattern(pattern).matches(text) == matches)
    }

    @Test("A part of the text may match", arguments: [("b", "abc", true), ("^b", "abc", false)])
    func part(pattern: String, text: String, matches: Bool) throws {
        #expect(try Pattern(pattern, .anywhere).matches(text) == matches)
    }

    @Test(
        "What is not a regular expression is refused with the place",
        arguments: [("(a", "offset 2"), ("[z-a]", "offset"), (#"\C"#, "offset"), ("a{2,1}", "offset")])
    func malformed(pattern: String, reason: String) {
        #expect {
            try Pattern(pattern)
        } throws: { error in
            (error as? InvalidPattern)?.reason.contains(reason) == true
        }
    }

    @Test("One that is too long or too large is refused")
    func tooLarge() {
        #expect(throws: InvalidPattern.self) { try Pattern(String(repeating: "a", count: Pattern.longest + 1)) }
        #expect(throws: InvalidPattern.self) { try Pattern("((a{1000}){1000}){1000}") }
    }

    /// Of public reports of regular expressions that stop servers.
    private static let endless = [
        "(a+)+$", "(a|a)*b", "(a|aa)+$", "(.*)*x", #"(\w+\s?)*$"#, "((ab)*)*c", #"([a-zA-Z0-9]+)*@x"#, #"^(\d+)*$"#,
        #"(x+x+)+y"#, "(?:a?){40}a{40}",
    ]

    @Test("One that backtracks without bound ends at the limit, and a probe finds it", arguments: endless)
    func bounded(pattern: String) throws {
        #expect(throws: PatternLimitExceeded.self) { try PatternProbe(pattern).run() }
    }

    @Test(
        "Patterns of everyday forms pass the probe",
        arguments: [
            "[a-z]+(-[a-z0-9]+)*", #"[0-9]{4}-[0-9]{2}-[0-9]{2}"#, #"[!-~]+/[ -~]+"#, #"[^@\s]+@[^@\s]+\.[^@\s]+"#,
            #"https?://[\w.-]+(:\d+)?(/.*)?"#, "sk_(live|test)_[A-Za-z0-9]{24,}", ".*", "[A-Z][A-Z0-9_]*",
            #"(\d{1,3}\.){3}\d{1,3}"#, "",
        ])
    func everyday(pattern: String) throws { try PatternProbe(pattern).run() }

    @Test("A long text that matches is no problem")
    func long() throws {
        #expect(try Pattern("(?:[a-z]|[0-9])+").matches(String(repeating: "a1", count: 50_000)))
    }

    @Test(
        "A part that scans without steps does not do so over a long text",
        arguments: ["(?:[a-y]*z|.)*", "(?:(?=[a-z]*)[a-z])*", "(?:(?=.*+x)?+.)*+", "(?>[a-z]*)*", "(?:(?=[a-y]*z)?.)*"])
    func scans(pattern: String) throws {
        let pattern = try Pattern(pattern)
        #expect(throws: PatternLimitExceeded.self) { try pattern.matches(String(repeating: "a", count: 200_000)) }
        #expect(try pattern.matches("abc"))
    }

    @Test("A value whose match exceeds the limit is refused with what to do")
    func fault() throws {
        let field = ConfigField("text", .string, label: "T", validation: .init(pattern: "(a+)+$"))
        let value = JSONValue.string(String(repeating: "a", count: 40) + "!")
        let faults = FormValidator().faults(of: value, as: field)
        #expect(faults.map(\.kind) == [.format])
        #expect(faults.first?.message.contains("limits of a match; shorten it") == true)
    }
}
