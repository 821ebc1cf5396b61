import JSON
import PluginMessages
import Values

/// Reads a deploy configuration and notes everything that is wrong with it.
struct ConfigurationReader {
    struct Problem: Sendable {
        let pointer: String
        let message: String
    }

    private(set) var problems: [Problem] = []
    private let config: JSONObject

    init(_ config: JSONObject) { self.config = config }

    mutating func bool(_ name: String) -> Bool? {
        read(name, "must be true or false") { $0.bool }
    }

    mutating func int(_ name: String, in range: ClosedRange<Int>) -> Int? {
        int(value(name), in: range, at: JSONPointer.root.appending(name))
    }

    mutating func number(_ name: String, in range: ClosedRange<Double>) -> Double? {
        read(name, "must be a number from \(range.lowerBound) to \(range.upperBound)") { value in
            value.double.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    mutating func date(_ name: String) -> String? {
        read(name, "must be a date such as 2026-05-01") { value in
            value.string.flatMap { TextFormat.isDate($0) ? $0 : nil }
        }
    }

    /// A label of a host name (RFC 1123, section 2.1).
    mutating func label(_ name: String) -> String? {
        read(name, "must be letters, digits and hyphens, such as my-team") { value in
            value.string.flatMap { $0.wholeMatch(of: /[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/) == nil ? nil : $0 }
        }
    }

    mutating func texts(_ name: String) -> [String] {
        list(name).compactMap { pointer, value in
            text(value, at: pointer)
        }
    }

    mutating func crons(_ name: String = "crons") -> [String] {
        list(name).compactMap { pointer, value in
            guard let text = text(value, at: pointer) else { return nil }
            do { return try CronExpression(text).text } catch {
                note(pointer, "is invalid: \(error)")
                return nil
            }
        }
    }

    mutating func placement() -> DeployConfiguration.Placement {
        let region = read("placementRegion", "must be a region such as aws:us-east-1") { value in
            value.string.flatMap { $0.contains(":") || $0.isEmpty ? $0 : nil }
        }
        let placement = read("placement", "must be nearest or smart") { value -> DeployConfiguration.Placement? in
            switch value.string {
            case "nearest": .nearest
            case "smart": .smart
            default: nil
            }
        }
        return region.flatMap { $0.isEmpty ? nil : .region($0) } ?? placement ?? .nearest
    }

    /// `route`, and `routes` after it; the same twice is one.
    mutating func routes() -> [DeployConfiguration.Route] {
        var values = list("routes")
        if let single = value("route") { values.insert((JSONPointer.root.appending("route"), single), at: 0) }
        var routes: [DeployConfiguration.Route] = []
        for (pointer, value) in values {
            guard let pattern = member("pattern", of: value, at: pointer),
                let zone = member("zoneName", of: value, at: pointer)
            else { continue }
            let route = DeployConfiguration.Route(pattern: pattern, zoneName: zone)
            let host = pattern.split(separator: "://").last?.split(separator: "/").first.map(String.init) ?? ""
            // A host before the zone ends with a dot, or with a wildcard, which stands for one, too.
            if host == zone || host.hasSuffix(".\(zone)") || host.hasSuffix("*\(zone)") {
                if !routes.contains(route) { routes.append(route) }
            } else {
                note(pointer.appending("pattern"), "must be within the zone \(zone)")
            }
        }
        return routes
    }

    mutating func domains() -> [DeployConfiguration.Domain] {
        list("customDomains").compactMap { pointer, value in
            if let name = value.string, !name.isEmpty { return .init(hostname: name, zoneName: nil) }
            guard let hostname = member("hostname", of: value, at: pointer) else { return nil }
            return .init(hostname: hostname, zoneName: value["zoneName"]?.string)
        }
    }

    mutating func consumers() -> [DeployConfiguration.Consumer] {
        list("queueConsumers").compactMap { pointer, value in
            guard let queue = member("queue", of: value, at: pointer) else { return nil }
            var settings = ConsumerSettings()
            settings.batchSize = int(value["batchSize"], in: 1...100, at: pointer.appending("batchSize"))
            settings.maxWaitMilliseconds = int(value["maxWaitMs"], in: 0...60_000, at: pointer.appending("maxWaitMs"))
            settings.maxRetries = int(value["maxRetries"], in: 0...100, at: pointer.appending("maxRetries"))
            settings.maxConcurrency = int(value["maxConcurrency"], in: 1...250, at: pointer.appending("maxConcurrency"))
            settings.retryDelay = int(value["retryDelay"], in: 0...43_200, at: pointer.appending("retryDelay"))
            settings.deadLetterQueue = value["deadLetterQueue"]?.string
            return .init(queue: queue, settings: settings)
        }
    }

    private func value(_ name: String) -> JSONValue? {
        guard let value = config[name], !value.isNull, value != .string("") else { return nil }
        return value
    }

    private mutating func read<Value>(
        _ name: String, _ message: String, _ convert: (JSONValue) -> Value?
    ) -> Value? {
        guard let value = value(name) else { return nil }
        if let converted = convert(value) { return converted }
        note(JSONPointer.root.appending(name), message)
        return nil
    }

    private mutating func int(_ value: JSONValue?, in range: ClosedRange<Int>, at pointer: JSONPointer) -> Int? {
        guard let value, !value.isNull else { return nil }
        if let number = value.int, range.contains(number) { return number }
        note(pointer, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    mutating func object(_ name: String) -> JSONObject {
        read(name, "must be an object") { $0.object } ?? [:]
    }

    private mutating func list(_ name: String) -> [(JSONPointer, JSONValue)] {
        guard let values = read(name, "must be an array", { $0.array }) else { return [] }
        return values.enumerated().map { (JSONPointer.root.appending(name).appending($0), $1) }
    }

    private mutating func member(_ name: String, of value: JSONValue, at pointer: JSONPointer) -> String? {
        guard value.object != nil else {
            note(pointer, "must be an object")
            return nil
        }
        return text(value[name] ?? .null, at: pointer.appending(name))
    }

    private mutating func text(_ value: JSONValue, at pointer: JSONPointer) -> String? {
        if let text = value.string, !text.isEmpty { return text }
        note(pointer, "must be a string")
        return nil
    }

    mutating func note(_ pointer: JSONPointer, _ message: String) {
        problems.append(Problem(pointer: pointer.text, message: message))
    }
}
