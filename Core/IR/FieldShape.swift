import PluginMessages

extension ConfigField.Validation {
    /// What is wrong with how a text looks, past its length; `nil` when nothing is.
    package func shapeProblem(_ text: String) -> String? {
        if let pattern, (try? Regex(pattern).wholeMatch(in: text)) == nil { return "must match \(pattern)" }
        return switch format {
        case .email: TextFormat.isEmail(text) ? nil : "must be an e-mail address"
        case .url: TextFormat.isURL(text) ? nil : "must be an http or https URL"
        case .uuid: TextFormat.isUUID(text) ? nil : "must be a UUID"
        case .date: TextFormat.isDate(text) ? nil : "must be a date such as 2026-11-24"
        case .dateTime: TextFormat.isDateTime(text) ? nil : "must be an ISO 8601 date and time"
        case .duration, nil: nil
        }
    }
}
