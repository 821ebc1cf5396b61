import JSON
import PluginMessages
import Testing
import Values

@testable import Platform

@Suite("Schedules in deploy configurations", .timeLimit(.minutes(10)))
struct ScheduleNotesTests {
    private static let field = ConfigField("crons", .json, label: "Crons", validation: .init(format: .cron))

    private static let providers = [
        ProviderDefinition(
            id: "here", name: "Here", description: "", configSchema: [field], capabilities: [.deploy])
    ]

    @Test(
        "A schedule outside the grammar is refused with its place when it is set",
        arguments: ["nonsense", "0 9 * * 0", "0 0 31 2 *"])
    func invalid(cron: String) {
        let problems = SharedSettings(providers: Self.providers).problems(of: ["crons": ["0 6 * * *", .string(cron)]])
        #expect(problems.map(\.pointer) == ["/deployConfig/crons/1"])
    }

    @Test("A weekday that is a number is told with the day it means")
    func weekday() {
        let notes = ScheduleNotes([Self.field]).notes(of: [
            "crons": ["0 9 * * 1", "0 9 * * MON"], "other": "0 9 * * 1",
        ])
        #expect(notes.count == 1)
        #expect(notes.first?.hasPrefix("deployConfig.crons: ") == true && notes.first?.contains("1 is Sunday") == true)
        #expect(SharedSettings(providers: Self.providers).problems(of: ["crons": ["0 9 * * 1"]]).isEmpty)
    }
}
