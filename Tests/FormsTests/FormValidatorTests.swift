import Forms
import JSON
import Testing
import Values

@Suite("Forms", .timeLimit(.minutes(10)))
struct FormValidatorTests {
    private static let fields: [String: ConfigField] = [
        "text": ConfigField(
            "text", .string, label: "T", validation: .init(minLength: 2, maxLength: 4, pattern: "[a-zé]+")),
        "number": ConfigField("number", .number, label: "N", validation: .init(min: 1, max: 5)),
        "flag": ConfigField("flag", .boolean, label: "F"),
        "choice": ConfigField("choice", .select, label: "C", options: [.init("eu-west"), .init("us")]),
        "choices": ConfigField("choices", .multiselect, label: "C", options: [.init("eu"), .init("us")]),
        "any": ConfigField("any", .json, label: "A"),
        "mail": ConfigField("mail", .string, label: "M", validation: .init(format: .email)),
        "length": ConfigField("length", .expression, label: "L", validation: .init(format: .duration)),
        "cron": ConfigField("cron", .string, label: "C", validation: .init(format: .cron)),
        "crons": ConfigField("crons", .json, label: "C", validation: .init(format: .cron)),
    ]

    @Test(
        "Values that fit, and what is wrong with others",
        arguments: [
            ("text", "abc", []), ("text", "ééé", []), ("text", 7, [.type]), ("text", "a", [.length]),
            ("text", "abcde", [.length]), ("text", "ABC", [.format]), ("text", "ABCDE", [.length, .format]),
            ("number", 5, []), ("number", 5.5, [.range]), ("number", "5", [.type]), ("flag", false, []),
            ("flag", "no", [.type]), ("choice", "us", []), ("choice", "eu", [.option]), ("choice", ["us"], [.type]),
            ("choices", ["us", "eu"], []), ("choices", "us", [.type]), ("choices", ["us", "x", 1], [.option, .type]),
            ("any", [:], []), ("any", nil, []), ("mail", "a@b.c", []), ("mail", "a", [.format]),
            ("length", 500, []), ("length", "30 seconds", []), ("length", "500 ms", [.format]),
            ("length", [], [.format]), ("cron", "0 9 * * MON", []), ("cron", "0 9 * * 0", [.format]),
            ("cron", ["0 9 * * MON"], [.type]), ("crons", ["0 9 * * MON", "*/5 * * * *"], []), ("crons", "", []),
            ("crons", "0 9 * * MON", [.type]), ("crons", ["0 0 31 2 *", 1, "x"], [.format, .type, .format]),
        ] as [(String, JSONValue, [FieldFault.Kind])])
    func values(name: String, value: JSONValue, faults: [FieldFault.Kind]) throws {
        let field = try #require(Self.fields[name])
        #expect(FormValidator().faults(of: value, as: field).map(\.kind) == faults)
    }

    @Test("A fault names the element that it concerns, and the nearest option")
    func elements() throws {
        let field = try #require(Self.fields["choices"])
        #expect(FormValidator().faults(of: ["us", "x"], as: field).map(\.element) == [1])
        let choice = try #require(Self.fields["choice"])
        let fault = try #require(FormValidator().faults(of: "eu-wset", as: choice).first)
        #expect(fault.message == "must be one of eu-west, us, not \"eu-wset\"; did you mean \"eu-west\"?")
    }

    @Test("Text without a limit of its own has that of the form")
    func longest() {
        let field = ConfigField("text", .string, label: "T")
        #expect(FormValidator(longestText: 3).faults(of: "abcd", as: field).map(\.kind) == [.length])
        #expect(FormValidator().faults(of: "abcd", as: field).isEmpty)
    }
}
