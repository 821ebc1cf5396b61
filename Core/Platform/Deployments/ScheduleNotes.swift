import JSON
import PluginMessages
import Values

/// What schedules in a deploy configuration mean where other tools read them in another way.
struct ScheduleNotes {
    private let fields: Set<String>

    init(_ schema: [ConfigField]) { fields = Set(schema.filter { $0.validation?.format == .cron }.map(\.name)) }

    func notes(of config: JSONObject) -> [String] {
        guard !fields.isEmpty else { return [] }
        return config.flatMap { name, value -> [String] in
            guard fields.contains(name) else { return [] }
            return (value.array ?? [value]).compactMap { element in
                element.string.flatMap { try? CronExpression($0).weekdayNote }.map { "deployConfig.\(name): \($0)." }
            }
        }
    }
}
