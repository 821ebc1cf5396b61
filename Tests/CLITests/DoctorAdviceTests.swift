import Platform
import Testing

@testable import CLI

@Suite("What doctor advises", .timeLimit(.minutes(10)))
struct DoctorAdviceTests {
    private static let fixed = Finding("keys", .problem, "A secret cannot be opened.")
    private static let repairable = Finding("permissions", .problem, "The folder is open.", repair: "set mode 700")

    @Test("A repair is advised where there is one, and for how many problems")
    func advice() {
        func text(_ problems: [Finding], isRepairing: Bool = false) -> String {
            FoundProblems(problems, isRepairing: isRepairing).description
        }
        #expect(text([Self.fixed]) == "1 problem found.")
        #expect(text([Self.repairable]) == "1 problem found. Run millrace doctor --repair with the server stopped.")
        #expect(
            text([Self.fixed, Self.repairable])
                == "2 problems found. millrace doctor --repair, with the server stopped, repairs 1 of them.")
        #expect(text([Self.repairable], isRepairing: true) == "1 problem found.")
    }
}
