import JSON
import Testing

@Suite("Cron expressions that are posted", .programServer(.local), .timeLimit(.minutes(20)))
struct CronProgramTests {
    @Test(
        "One that never fires or that no provider reads is refused",
        arguments: [
            "0 0 31 2 *", "0 0 30 2 *", "60 * * * *", "*/0 * * * *", "@daily", "0 0 * * 8", "0 9 * * 0", "* * * *",
            "0 0 L/2 * *", "0 0 15W/2 * *", "0 0 * * MON#2/2", "",
        ])
    func refused(expression: String) async throws {
        let answer = try await compile(expression)
        #expect(answer.status == 400, "\(answer.body.text)")
        #expect(answer.body.text.contains("/trigger/expression"), "\(answer.body.text)")
    }

    @Test(
        "A number for a weekday is a warning that names the day",
        arguments: [("0 9 * * 7", "Saturday"), ("0 9 * * 2", "Monday")])
    func warned(expression: String, day: String) async throws {
        let answer = try await compile(expression)
        #expect(answer.status == 200, "\(answer.body.text)")
        let messages = (answer.body["warnings"]?.array ?? []).compactMap { $0["message"]?.string }
        #expect(messages.contains { $0.contains(day) }, "\(messages)")
    }

    @Test(
        "One that every provider fires has no warning and is deployed",
        arguments: [
            "0 9 * * MON-FRI", "*/5 * * * *", "0 0 L * *", "0 0 LW * *", "0 0 15W * *", "0 0 * * MON#2", "0 0 29 FEB *",
        ])
    func accepted(expression: String) async throws {
        let answer = try await compile(expression)
        #expect(answer.status == 200 && answer.body["warnings"] == [], "\(answer.body.text)")
        let worker = try await ProgramServer.running.local.deploy(Self.document(expression))
        #expect(!worker.service.isEmpty)
    }

    private func compile(_ expression: String) async throws -> APIClient.Answer {
        try await ProgramServer.running.api.send(
            "POST", "/api/compile", ["ir": Self.document(expression)])
    }

    private static func document(_ expression: String) -> JSONValue {
        LocalDocument.steps(
            "Cron", ("A", "return 1;"), trigger: ["type": "cron", "expression": .string(expression)])
    }
}
