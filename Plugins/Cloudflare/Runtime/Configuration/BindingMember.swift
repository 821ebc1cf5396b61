import JSON
import PluginMessages

/// A member of what the deploy configuration says of a binding. Forms and limits are those of "Metadata" of the API's
/// reference (https://developers.cloudflare.com/api/resources/workers/subresources/scripts/methods/update/) and of the pages
/// that are named here.
enum BindingMember: String, Sendable, CaseIterable {
    case namespaceId, limit, period
    case storeId, secretName
    case destinationAddress, allowedDestinationAddresses, allowedSenderAddresses
    case className, scriptName
    case deliveryDelay
    case jurisdiction
    case entrypoint, props

    /// What a type of binding may have.
    static func accepted(by type: String) -> [BindingMember] {
        switch type {
        case "ratelimit": [.namespaceId, .limit, .period]
        case "secrets_store_secret": [.storeId, .secretName]
        case "send_email": [.destinationAddress, .allowedDestinationAddresses, .allowedSenderAddresses]
        case "durable_object_namespace": [.className, .scriptName]
        case "queue": [.deliveryDelay]
        case "r2_bucket": [.jurisdiction]
        case "service": [.entrypoint, .props]
        default: []
        }
    }

    /// What it has to have.
    static func required(by type: String) -> [BindingMember] {
        switch type {
        case "ratelimit", "secrets_store_secret", "durable_object_namespace": accepted(by: type)
        default: []
        }
    }

    /// The value as the API has it; `nil` for one that is not of the form.
    func value(_ value: JSONValue) -> JSONValue? {
        switch self {
        // "Rate limiting" (https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/): an integer, as text.
        case .namespaceId:
            let text = value.string ?? value.int.map(String.init) ?? ""
            return text.wholeMatch(of: /[1-9][0-9]{0,9}/) == nil ? nil : .string(text)
        case .limit: return value.int.flatMap { $0 > 0 ? .int($0) : nil }
        case .period: return value.int.flatMap { [10, 60].contains($0) ? .int($0) : nil }
        case .storeId, .secretName, .scriptName: return value.string.flatMap { $0.isEmpty ? nil : value }
        case .destinationAddress: return Self.isAddress(value) ? value : nil
        case .allowedDestinationAddresses, .allowedSenderAddresses:
            return value.array.flatMap { !$0.isEmpty && $0.allSatisfy(Self.isAddress) ? value : nil }
        case .className, .entrypoint:
            return value.string.flatMap { $0.wholeMatch(of: /[A-Za-z_$][A-Za-z0-9_$]*/) == nil ? nil : value }
        // "Queues: Limits" (https://developers.cloudflare.com/queues/platform/limits/): 12 hours.
        case .deliveryDelay: return value.int.flatMap { (0...43_200).contains($0) ? .int($0) : nil }
        case .jurisdiction: return value.string.flatMap { Self.jurisdictions.contains($0) ? value : nil }
        case .props: return value.object == nil ? nil : value
        }
    }

    /// For people.
    var form: String {
        switch self {
        case .namespaceId: "must be a positive integer that is unique in the account, such as \"1001\""
        case .limit: "must be a whole number from 1"
        case .period: "must be 10 or 60 (seconds)"
        case .storeId, .secretName, .scriptName: "must be a string"
        case .destinationAddress: "must be an email address"
        case .allowedDestinationAddresses, .allowedSenderAddresses: "must be an array of email addresses"
        case .className, .entrypoint: "must be the name of a class"
        case .deliveryDelay: "must be a whole number from 0 to 43200 (seconds)"
        case .jurisdiction: "must be one of \(Self.jurisdictions.joined(separator: ", "))"
        case .props: "must be an object"
        }
    }

    /// "R2: Data location" (https://developers.cloudflare.com/r2/reference/data-location/).
    static let jurisdictions = ["eu", "fedramp", "fedramp-high", "us"]

    private static func isAddress(_ value: JSONValue) -> Bool {
        value.string?.wholeMatch(of: /[^@\s]+@[^@\s]+/) != nil
    }
}
