import JSON
import PluginMessages
import Values

/// Reads what starts a run.
struct TriggerReader {
    let value: JSONValue?
    let kind: Program.Kind

    /// What a trigger has besides its type.
    private static let members = [
        "manual": [], "http": ["path", "method"], "cron": ["expression"], "event": ["eventType"],
    ]

    /// What a request has to show; `nil` when everybody may start a run.
    func readAuth(_ problems: inout Problems) -> TriggerAuth? {
        guard let value, !value.isNull, let object = value.object else { return nil }
        return TriggerAuthReader(kind: kind).read(
            ObjectFields(object, at: Place.root.member("trigger")), &problems)
    }

    func read(_ problems: inout Problems) -> Trigger {
        let place = Place.root.member("trigger")
        guard let value, !value.isNull else {
            if kind == .script {
                problems.error("ir.trigger.required", "A function needs the trigger {\"type\": \"http\"}.", at: place)
            }
            return .manual
        }
        guard let fields = ObjectFields(value, at: place, &problems),
            let type = fields.text("type", &problems)
        else { return .manual }
        if kind == .script, type != "http" {
            problems.error(
                "ir.trigger.script", "A script is started by HTTP only: its trigger is {\"type\": \"http\"}.",
                at: place.member("type"))
        }
        if let names = Self.members[type] {
            KnownMembers.trigger(type, names + ["auth"]).report(fields.object, at: place, &problems)
        }
        switch type {
        case "manual": return .manual
        case "http": return readHTTP(fields, &problems)
        case "cron":
            guard let expression = fields.text("expression", &problems) else { return .manual }
            return .cron(expression: readCron(expression, at: place.member("expression"), &problems))
        case "event":
            guard let eventType = fields.text("eventType", length: 1...100, &problems) else { return .manual }
            if !TextFormat.isName(eventType) {
                problems.error(
                    "ir.field.format", "An event type can contain only letters, digits, '-' and '_'.",
                    at: place.member("eventType"))
            }
            return .event(type: eventType)
        default:
            problems.error(
                "ir.trigger.unknown",
                "The trigger must be \"manual\", \"http\", \"cron\" or \"event\", not \"\(type)\".\(hint(for: type))",
                at: place.member("type"))
            return .manual
        }
    }

    /// What other tools call the triggers, or a spelling.
    private func hint(for type: String) -> String {
        guard let meant = Self.otherNames[type.lowercased()] else {
            return NearestName.hint(for: type, among: Self.members.keys)
        }
        return " Did you mean \"\(meant)\"?"
    }

    private static let otherNames = [
        "webhook": "http", "request": "http", "api": "http", "schedule": "cron", "scheduled": "cron", "timer": "cron",
        "interval": "cron", "signal": "event",
    ]

    private func readCron(_ expression: String, at place: Place, _ problems: inout Problems) -> String {
        do {
            let cron = try CronExpression(expression)
            if let note = cron.weekdayNote { problems.warning("ir.trigger.cron", "\(note).", at: place) }
            return cron.text
        } catch {
            problems.error("ir.trigger.cron", "\(error).", at: place)
            return expression
        }
    }

    private func readHTTP(_ fields: ObjectFields, _ problems: inout Problems) -> Trigger {
        if let method = fields.optional("method"),
            !["GET", "POST", "PUT", "DELETE"].contains(method.string ?? "")
        {
            problems.error(
                "ir.field.options", "The method must be GET, POST, PUT or DELETE.",
                at: fields.place.member("method"))
        }
        let path = fields.optionalText("path", &problems)
        if let path { TriggerPath(path).check(at: fields.place.member("path"), &problems) }
        return .http(path: path, method: fields.object["method"]?.string)
    }
}
