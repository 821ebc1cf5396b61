import JSON
import Platform

/// The settings of one connection.
struct SetDeployConfig: JSONBody {
    static let schema = Schema.map().note("Settings as declared by the provider's `configSchema`.")
        .named("NewDeployConfig")

    let settings: JSONObject

    init(from decoder: any Decoder) throws { settings = try JSONObject(from: decoder) }
}
