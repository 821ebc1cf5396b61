import JSON
import PluginMessages

/// What the deploy configuration says of one binding, beyond what the code says.
struct BindingSettings: Sendable, Hashable {
    /// In the API's form.
    private(set) var values: [BindingMember: JSONValue] = [:]

    subscript(_ member: BindingMember) -> JSONValue? { values[member] }

    mutating func set(_ member: BindingMember, _ value: JSONValue) { values[member] = value }

    /// What an upload has of them.
    /// - Parameters:
    ///   - name: The binding's.
    ///   - type: Its type.
    ///   - isOwn: Whether it is for a class of the Worker itself.
    /// - Throws: `cloudflare.config`
    func members(of name: String, _ type: String, isOwn: Bool = false) throws(PluginFailure) -> JSONObject {
        let pointer = JSONPointer.root.appending("bindings").appending(name)
        let accepted = BindingMember.accepted(by: type)
        var problems = BindingMember.allCases.filter { values[$0] != nil && !accepted.contains($0) }.map { member in
            ConfigurationReader.Problem(
                pointer: pointer.appending(member.rawValue).text,
                message: "does not belong to a binding of the type \(type); "
                    + (accepted.isEmpty
                        ? "it has no settings" : "expected \(accepted.map(\.rawValue).joined(separator: ", "))"))
        }
        let missing = BindingMember.required(by: type).filter { values[$0] == nil && !(isOwn && $0 == .scriptName) }
        if !missing.isEmpty {
            problems.append(
                .init(
                    pointer: pointer.text,
                    message:
                        "must have \(missing.map(\.rawValue).joined(separator: ", ")), since the code uses env.\(name) as "
                        + type))
        }
        if values[.destinationAddress] != nil, values[.allowedDestinationAddresses] != nil {
            problems.append(
                .init(
                    pointer: pointer.text,
                    message: "must have destinationAddress or allowedDestinationAddresses, not both"))
        }
        guard problems.isEmpty else { throw PluginFailure(configuration: problems) }
        return Self.upload(values, type)
    }

    private static func upload(_ values: [BindingMember: JSONValue], _ type: String) -> JSONObject {
        switch type {
        case "ratelimit":
            JSONObject(
                present: ("namespace_id", values[.namespaceId]),
                (
                    "simple",
                    .object(JSONObject(present: ("limit", values[.limit]), ("period", values[.period])))
                ))
        default:
            JSONObject(
                present: ("store_id", values[.storeId]), ("secret_name", values[.secretName]),
                ("destination_address", values[.destinationAddress]),
                ("allowed_destination_addresses", values[.allowedDestinationAddresses]),
                ("allowed_sender_addresses", values[.allowedSenderAddresses]), ("class_name", values[.className]),
                ("script_name", values[.scriptName]), ("delivery_delay", values[.deliveryDelay]),
                ("jurisdiction", values[.jurisdiction]), ("entrypoint", values[.entrypoint]),
                ("props", values[.props]))
        }
    }
}

extension PluginFailure {
    /// `cloudflare.config`, with a pointer to every member that is wrong.
    init(configuration problems: [ConfigurationReader.Problem]) {
        let told = problems.map { "\($0.pointer) \($0.message)" }.joined(separator: "; ")
        self.init(
            code: "cloudflare.config", message: "The deploy configuration is not valid: \(told).",
            details: .array(problems.map { ["pointer": .string($0.pointer), "message": .string($0.message)] }),
            fault: .invalid)
    }
}
