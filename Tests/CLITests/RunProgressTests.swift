import JSON
import Testing

@testable import CLI

@Suite(.timeLimit(.minutes(10))) struct RunProgressTests {
    private func time(_ second: Int) -> JSONValue { .string("2026-11-29T10:00:0\(second).000Z") }

    private func step(_ name: String, from start: Int, to end: Int?) -> JSONValue {
        [
            "name": .string(name), "status": .string(end == nil ? "active" : "succeeded"), "attempts": 1,
            "startedAt": time(start), "endedAt": end.map(time) ?? .null,
        ]
    }

    private func line(_ text: String, at second: Int) -> JSONValue {
        ["text": .string(text), "loggedAt": time(second), "level": "info"]
    }

    @Test(
        "The exit code says how the run ended",
        arguments: [("complete", 0), ("errored", 1), ("terminated", 2), ("running", nil), ("waiting", nil)]
            as [(
                String, Int32?
            )])
    func exitCode(status: String, code: Int32?) {
        var progress = RunProgress()
        #expect(progress.show(run: ["status": .string(status)]) == code)
    }

    @Test("A step that waits for a retry shows its attempt and when the next one is")
    func retry() {
        var progress = RunProgress()
        let step: JSONValue = [
            "name": "Charge", "status": "pending", "attempts": 1, "startedAt": time(0), "nextAttemptAt": time(9),
            "error": ["name": "Error", "message": "busy"],
        ]
        #expect(
            progress.news(steps: ["data": [step]], logs: ["data": []])
                == ["  Charge: pending (attempt 1, next at 2026-11-29 10:00:09Z): Error: busy"])
    }

    @Test(
        "What a run waits for is a phrase",
        arguments: [
            (
                [
                    "kind": "retry", "step": "Charge", "attempt": 1, "attempts": 5,
                    "nextAttemptAt": "2026-11-29T10:00:09.000Z",
                ], "retry of \"Charge\" at 2026-11-29 10:00:09Z, attempt 2 of 5"
            ), (["kind": "retry", "step": "Charge", "attempt": 3], "retry of \"Charge\", attempt 4"),
            (["kind": "event", "step": "Wait", "type": "approval"], "event \"approval\" in \"Wait\""),
            (
                ["kind": "sleep", "step": "Rest", "until": "2026-11-29T10:00:09.000Z"],
                "sleep in \"Rest\" until 2026-11-29 10:00:09Z"
            ), (["kind": "child", "step": "Call", "instanceId": "i", "runId": "r"], "child run r in \"Call\""),
            (
                ["kind": "child", "step": "Call", "runId": "r", "workflowName": "Mail"],
                "child run r of \"Mail\" in \"Call\""
            ),
            (nil, nil),
        ] as [(JSONValue, String?)])
    func wait(wait: JSONValue, text: String?) { #expect(RunWaitText(wait)?.text == text) }

    @Test("Why a step failed names the node and the line in its own code")
    func failure() {
        var progress = RunProgress()
        let step: JSONValue = [
            "name": "Charge", "status": "failed", "attempts": 1, "startedAt": time(0), "endedAt": time(1),
            "error": ["name": "TypeError", "message": "x is undefined", "nodeId": "c", "field": "code", "line": 4],
        ]
        #expect(
            progress.news(steps: ["data": [step]], logs: ["data": []])
                == ["  Charge: failed: TypeError: x is undefined (node \"c\", line 4 of its code)"])
        #expect(RunFailureText(["name": "Error", "message": "m", "nodeId": "c"])?.text == "Error: m (node \"c\")")
        #expect(RunFailureText(["message": "m"])?.text == "Error: m")
        #expect(RunFailureText(nil) == nil && RunFailureText(.null) == nil)
    }

    @Test("Every line of what a run prints has the mark of a log, so that none looks like a step or a status")
    func severalLines() {
        var progress = RunProgress()
        let printed = line("one\ncomplete\u{2028}  Charge: succeeded", at: 1)
        #expect(
            progress.news(steps: ["data": []], logs: ["data": [printed]]) == [
                "  | one\n  | complete\n  |   Charge: succeeded"
            ])
    }

    @Test("Lines and steps that came since the last look are printed in the order in which they happened")
    func order() {
        var progress = RunProgress()
        let logs: [JSONValue] = [line("in a", at: 1), line("in b", at: 3), line("last of b", at: 4)]
        let first = progress.news(
            steps: ["data": [step("a", from: 0, to: 2), step("b", from: 2, to: 4), step("c", from: 5, to: nil)]],
            logs: ["data": .array(logs)])
        #expect(
            first == ["  | in a", "  a: succeeded", "  | in b", "  | last of b", "  b: succeeded", "  c: active"])
        let second = progress.news(
            steps: ["data": [step("a", from: 0, to: 2), step("b", from: 2, to: 4), step("c", from: 5, to: 7)]],
            logs: ["data": .array(logs + [line("in c", at: 6)])])
        #expect(second == ["  | in c", "  c: succeeded"])
    }
}
