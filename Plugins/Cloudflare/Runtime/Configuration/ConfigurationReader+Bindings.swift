import JSON
import Values

extension ConfigurationReader {
    /// `bindings`: by the name of a member of `env`.
    mutating func bindings() -> [String: BindingSettings] {
        var all: [String: BindingSettings] = [:]
        for (name, value) in object("bindings") {
            let pointer = JSONPointer.root.appending("bindings").appending(name)
            guard let members = value.object else {
                note(pointer, "must be an object")
                continue
            }
            var settings = BindingSettings()
            for (key, value) in members where !value.isNull {
                let place = pointer.appending(key)
                guard let member = BindingMember(rawValue: key) else {
                    let known = BindingMember.allCases.map(\.rawValue).joined(separator: ", ")
                    note(place, "is not a setting of a binding; expected one of \(known)")
                    continue
                }
                if let value = member.value(value) { settings.set(member, value) } else { note(place, member.form) }
            }
            all[name] = settings
        }
        return all
    }

    /// `durableObjects`: `{deleted, renamed}`.
    mutating func durableObjects() -> DeployConfiguration.DurableObjectChanges {
        var changes = DeployConfiguration.DurableObjectChanges()
        let root = JSONPointer.root.appending("durableObjects")
        for (key, value) in object("durableObjects") where !value.isNull {
            switch (key, value) {
            case ("deleted", .array(let names)):
                changes.deleted = names.compactMap(\.string)
                if changes.deleted.count < names.count { note(root.appending(key), "must be an array of class names") }
            case ("renamed", .object(let names)):
                for (old, new) in names {
                    if let name = new.string {
                        changes.renamed[old] = name
                    } else {
                        note(root.appending(key).appending(old), "must be the name of a class")
                    }
                }
            default:
                note(
                    root.appending(key),
                    "is not valid; expected deleted, an array of class names, and renamed, new names by old ones")
            }
        }
        return changes
    }

    /// `retention`: how long the platform keeps runs after their end, in milliseconds.
    mutating func retention() -> WorkflowRegistration.Retention? {
        let members = object("retention")
        guard !members.isEmpty else { return nil }
        var retention = WorkflowRegistration.Retention()
        for (key, value) in members where !value.isNull {
            let pointer = JSONPointer.root.appending("retention").appending(key)
            switch key {
            case "success": retention.success = duration(value, at: pointer)
            case "error": retention.error = duration(value, at: pointer)
            default: note(pointer, "is not a member of retention; expected success or error")
            }
        }
        return retention
    }

    /// "Workflows: Limits" (https://developers.cloudflare.com/workflows/reference/limits/): 30 days.
    private mutating func duration(_ value: JSONValue, at pointer: JSONPointer) -> Int? {
        do {
            let milliseconds = try DurationText.milliseconds(of: value)
            if milliseconds <= WorkflowRegistration.Retention.longest { return milliseconds }
            note(pointer, "must be at most 30 days")
        } catch { note(pointer, "is invalid: \(error)") }
        return nil
    }
}
