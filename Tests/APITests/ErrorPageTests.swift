import Errors
import Foundation
import Testing

@testable import API

@Suite struct ErrorPageTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Core/Documentation/errors.md").standardizedFileURL

    @Test("The page of errors is the generated one")
    func page() throws {
        if ProcessInfo.processInfo.environment["MILLRACE_WRITE_PAGES"] == "1" {
            try Data(ErrorPage.text.utf8).write(to: Self.page)
        }
        #expect(try String(contentsOf: Self.page, encoding: .utf8) == ErrorPage.text)
    }

    @Test("Every code has a cause and a cure of whole sentences", arguments: ErrorCode.allCases)
    func entries(_ code: ErrorCode) {
        for text in [code.entry.cause, code.entry.cure] {
            #expect(text.hasSuffix(".") && text.first?.isUppercase == true && !text.contains("|"))
        }
    }

    @Test("The API's document lists every code that HTTP reports")
    func document() throws {
        let note = try #require(Schema.problem.definitions["Problem"]?["properties"]?["code"]?["description"]?.string)
        for code in ErrorCode.allCases {
            #expect(note.contains("`\(code)`") == (code.kind != .commandLine), "\(code)")
        }
    }
}
