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

    // Without the control characters of Unicode, category Cc.
    static let name = Schema.text(
        FieldLimits.name, pattern: #"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"#
    ).example("Order notification")
    static let description = lines(FieldLimits.description).example("Notifies the team of new orders.")

    /// A text that people read, which may have lines.
    static func lines(_ lengths: ClosedRange<Int>) -> Schema {
        .text(lengths, pattern: #"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"#)
    }

    /// An id and a moment, which is one of the calendar's.
    static let cursor: Schema = {
        let day =
            #"([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"#
            + #"|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)"#
        let time = #"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}"#
        return Schema(["type": "string", "pattern": .string(#"^[^\x00\n]+_\#(day)T\#(time)Z$"#)])
            .example("019a0b3c-5d6e-7f80-9a1b-2c3d4e5f6071_2026-03-29T10:00:00.000Z")
    }()
}
