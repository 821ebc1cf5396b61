import Errors
import Foundation
import Testing

@testable import API

@Suite(.timeLimit(.minutes(10))) struct ErrorPageTests {
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

    @Test("The OpenAPI document enumerates the codes of HTTP responses")
    func document() throws {
        let code = ProblemReport.shape.schema.definitions["Problem"]?["properties"]?["code"]
        let codes = try #require(code?["enum"]?.array).compactMap(\.string)
        #expect(codes == ErrorCode.allCases.filter { $0.kind != .commandLine }.map(\.rawValue))
    }
}
