import JSON
import Values

/// Checks values against the fields of a form: a node's `data`, credentials, deploy configurations, settings.
package struct FormValidator: Sendable {
    /// Of a text whose field has no limit; `nil` is none.
    private let longestText: Int?

    package init(longestText: Int? = nil) { self.longestText = longestText }

    /// Everything that is wrong with a value that is there.
    package func faults(of value: JSONValue, as field: ConfigField) -> [FieldFault] {
        switch field.validation?.format {
        case .duration: return durationFaults(of: value)
        case .cron: return cronFaults(of: value, isList: field.type == .json)
        case .email, .url, .uuid, .date, .dateTime, nil: break
        }
        switch field.type {
        case .json, .expression: return limitFaults(of: value, field)
        case .string, .secret, .textarea, .code: return faults(of: value, .string, field)
        case .number: return faults(of: value, .number, field)
        case .boolean: return faults(of: value, .boolean, field)
        case .select: return faults(of: value, .string, field)
        case .multiselect:
            guard let values = value.array else { return faults(of: value, .array, field) }
            return values.enumerated().flatMap { index, element in
                faults(of: element, .string, field).map { FieldFault($0.kind, $0.message, of: index) }
            }
        }
    }

    private func faults(of value: JSONValue, _ kind: ValueKind, _ field: ConfigField) -> [FieldFault] {
        if let problem = kind.problem(of: value) { return [FieldFault(.type, problem)] }
        if let options = field.options, let choice = value.string,
            let problem = ValueLimits.problem(of: choice, among: options.map(\.value))
        {
            return [FieldFault(.option, problem)]
        }
        return limitFaults(of: value, field)
    }

    private func limitFaults(of value: JSONValue, _ field: ConfigField) -> [FieldFault] {
        let limits = field.validation
        if let number = value.double {
            return ValueLimits.problem(of: number, min: limits?.min, max: limits?.max).map { [FieldFault(.range, $0)] }
                ?? []
        }
        guard let text = value.string else { return [] }
        var faults: [FieldFault] = []
        if let problem = ValueLimits.problem(
            lengthOf: text, min: limits?.minLength, max: limits?.maxLength ?? longestText)
        {
            faults.append(FieldFault(.length, problem))
        }
        if let problem = limits?.formatProblem(of: text) { faults.append(FieldFault(.format, problem)) }
        return faults
    }

    private func durationFaults(of value: JSONValue) -> [FieldFault] {
        do {
            _ = try DurationText.milliseconds(of: value)
            return []
        } catch { return [FieldFault(.format, "is invalid: \(error)")] }
    }

    /// - Parameter isList: Whether the field holds an array of expressions; an empty text stands for none.
    private func cronFaults(of value: JSONValue, isList: Bool) -> [FieldFault] {
        guard isList else { return cronFault(of: value).map { [$0] } ?? [] }
        guard let values = value.array else {
            return value == "" ? [] : [FieldFault(.type, "must be an array of cron expressions")]
        }
        return values.enumerated().compactMap { cronFault(of: $1, at: $0) }
    }

    private func cronFault(of value: JSONValue, at element: Int? = nil) -> FieldFault? {
        guard let text = value.string else {
            return FieldFault(.type, "must be a cron expression in a string", of: element)
        }
        do throws(InvalidCron) { _ = try CronExpression(text) } catch {
            return FieldFault(.format, "is invalid: \(error)", of: element)
        }
        return nil
    }
}

extension ConfigField.Validation {
    /// What is wrong with how a text is written, whatever its length; `nil` when nothing is.
    fileprivate func formatProblem(of text: String) -> String? {
        if let pattern, let problem = Self.problem(of: text, pattern) { return problem }
        return switch format {
        case .email: TextFormat.isEmail(text) ? nil : "must be an email address"
        case .url: Self.problem(ofURL: text)
        case .uuid: TextFormat.isUUID(text) ? nil : "must be a UUID"
        case .date: TextFormat.isDate(text) ? nil : "must be a date such as 2026-11-24"
        case .dateTime: TextFormat.isDateTime(text) ? nil : "must be an ISO 8601 date and time"
        case .duration, .cron, nil: nil
        }
    }
    private static func problem(ofURL text: String) -> String? {
        do throws(InvalidURL) { _ = try WebURL(text) } catch { return error.problem }
        return nil
    }

    private static func problem(of text: String, _ pattern: String) -> String? {
        do throws(InvalidPattern) {
            let pattern = try Pattern(pattern)
            do throws(PatternLimitExceeded) {
                return try pattern.matches(text) ? nil : "must match \(pattern.text)"
            } catch {
                return "cannot be matched against \(error.pattern) within the limits of a match; shorten it"
            }
        } catch {
            return "cannot be checked: \(error)"
        }
    }
}
