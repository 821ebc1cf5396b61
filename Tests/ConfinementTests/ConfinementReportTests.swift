import Confinement
import Testing

@Suite("Which walls a kernel offers", .timeLimit(.minutes(10)))
struct ConfinementReportTests {
    @Test(
        "By its Landlock and seccomp",
        arguments: [
            (0, false, [.files, .connections, .signals, .systemCalls]), (0, true, [.files, .connections]),
            (3, true, [.connections]), (4, true, []), (4, false, [.connections, .signals, .systemCalls]),
            (6, false, [.connections, .systemCalls]), (7, true, []),
        ] as [(Int, Bool, [ConfinementReport.Wall])])
    func missing(version: Int, seccomp: Bool, expected: [ConfinementReport.Wall]) {
        let report = ConfinementReport(landlockVersion: version, hasSeccomp: seccomp)
        #expect(report.missing == expected)
        #expect(report.gaps(of: "processes of plugins").count == expected.count)
    }

    @Test("A wall that does not exist is named with what offers it")
    func gaps() {
        let gaps = ConfinementReport(landlockVersion: 0, hasSeccomp: true).gaps(of: "processes of plugins")
        #expect(
            gaps.first
                == "The kernel cannot keep processes of plugins from trying to read and write files of the server's user; "
                + "Landlock (Linux 5.13) is required.")
    }
}
