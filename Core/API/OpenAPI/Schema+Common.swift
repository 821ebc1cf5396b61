import Errors
import JSON
import Platform

extension Schema {
    /// Of a thing that the server made.
    static let id = Schema(["type": "string", "format": "uuid"]).example("019a0b3c-5d6e-7f80-9a1b-2c3d4e5f6071")

    /// An id that a request names; one that names nothing of the caller's is 404.
    static let reference = Schema.text.example("019a0b3c-5d6e-7f80-9a1b-2c3d4e5f6071")

    /// Stands in examples for a provider that the server has.
    static let exampleProvider = "a-provider"
    static let providerID = Schema.text.example(.string(exampleProvider))

    static let name = Schema.text(FieldLimits.name, pattern: #"\S"#).example("Order notification")
    static let description = Schema.text(FieldLimits.description).example("Notifies the team of new orders.")

    /// An id and a moment, which is one of the calendar's.
    static let cursor: Schema = {
        let day =
            #"([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"#
            + #"|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)"#
        let time = #"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}"#
        return Schema(["type": "string", "pattern": .string(#"^[^\n]+_\#(day)T\#(time)Z$"#)])
            .example("019a0b3c-5d6e-7f80-9a1b-2c3d4e5f6071_2026-03-29T10:00:00.000Z")
    }()

    /// A part of a list, with the cursor of the next one.
    static func page(of element: Schema) -> Schema {
        object(["data": .list(of: element), "nextCursor": cursor.orNull]).named("Page", of: element)
    }

    /// A list that is never divided into pages.
    static func wholeList(of element: Schema) -> Schema {
        object(["data": .list(of: element), "nextCursor": Schema(["type": "null"])]).named("List", of: element)
    }

    static let problem = Schema.object([
        "type": .text.note("A URN that contains the code.").example("urn:millrace:problem:workflow.notFound"),
        "title": .text.note("The reason phrase of the status.").example("Not Found"),
        "status": .whole(400...599).example(404),
        "detail": .text.note("What is wrong and what to do next.")
            .example("Workflow \"x\" not found."),
        "instance": .text.orNull.note("The path of the request; null if it could not be parsed.")
            .example("/api/workflows/x"),
        "error": .text.note("The same as `detail`.").example("Workflow \"x\" not found."),
        "code": .text.note(
            "A stable, machine-readable code; plugins add codes that begin with their name. The server's own: "
                + ErrorCode.allCases.filter { $0.kind != .commandLine }.map { "`\($0)`" }.joined(separator: ", ") + "."
        ).example("workflow.notFound"),
        "details": .list(of: .detail).note("The individual problems.").example([]),
        "requestId": .text.note("The id of the request in the server's log.").example("019a0b3c5d6e"),
    ]).named("Problem")

    static let detail = Schema.object([
        "pointer": .text.note("JSON pointer (RFC 6901) into the request or document; empty for the whole.")
            .example("/name"),
        "code": .text.example("field.required"),
        "message": .text.example("must not be empty"),
        "severity": .choice(["error", "warning", "info"]),
        "nodeId": .text.orNull.example("node-1"),
        "line": .whole(1...1_000_000_000).orNull.note("Line within the text at `pointer`, if that is code.")
            .example(.null),
    ]).named("ProblemDetail")

    static let readiness = Schema.object([
        "status": Schema.choice(["ready"]).example("ready"),
        "checks": Schema.map(of: .choice(["ok"])).note("Results by check.")
            .example(JSONValue.object(JSONObject(Health.Check.allCases.map { ($0.rawValue, "ok") }))),
    ])
}
