import Foundation
import Testing

@testable import LocalRuntime

@Suite("Problems that are met again and again", .timeLimit(.minutes(10)))
struct RepeatedProblemsTests {
    private struct Other: Error, CustomStringConvertible {
        let description: String
    }

    @Test("A full disk is one readable line, and again after some minutes or when the reason changes")
    func fullDisk() {
        var problems = RepeatedProblems()
        let full = CocoaError(.fileWriteOutOfSpace, userInfo: [NSFilePathErrorKey: "/data/a"])
        func reason(_ error: any Error, _ what: String, after seconds: Int) -> String? {
            problems.reason(for: error, of: what, at: .seconds(seconds))
        }
        #expect(reason(full, "runs", after: 0) == "/data/a: the disk is full.")
        for seconds in stride(from: 5, to: 300, by: 5) { #expect(reason(full, "runs", after: seconds) == nil) }
        #expect(reason(full, "the journal", after: 299) != nil)
        #expect(reason(Other(description: "It is\nlocked."), "runs", after: 299) == "It is locked.")
        #expect(reason(full, "runs", after: 300) == "/data/a: the disk is full.")
        #expect(reason(full, "runs", after: 305) == nil)
    }

    @Test("Errors of the system are told by their reason, not as Foundation describes them")
    func readable() throws {
        let error = #expect(throws: (any Error).self) {
            try Data("a".utf8).write(to: URL(filePath: "/dev/full"))
        }
        let text = RepeatedProblems.text(of: try #require(error))
        #expect(!text.contains("Error Domain") && !text.contains("\n"), "\(text)")
    }

    @Test("More problems than are remembered are all logged")
    func many() {
        var problems = RepeatedProblems()
        for round in 0..<2 {
            let logged = (0..<150).count { number in
                problems.reason(for: Other(description: "\(number)"), of: "runs", at: .seconds(round)) != nil
            }
            #expect(logged == (round == 0 ? 150 : 50))
        }
    }
}
