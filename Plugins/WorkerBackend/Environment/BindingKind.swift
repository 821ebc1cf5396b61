/// What a member of `env` is, by how its name begins or, where that says nothing, by what code calls of it.
enum BindingKind: String, CaseIterable {
    case keyValue = "kv_namespace"
    case database = "d1"
    case bucket = "r2_bucket"
    case queue
    case ai
    case vectorize
    case analytics = "analytics_engine"
    case hyperdrive
    case browser
    case service
    case rateLimit = "ratelimit"
    case email = "send_email"
    case images
    case secret = "secrets_store_secret"
    case durableObject = "durable_object_namespace"
    case assets
    case variable

    init(name: String) {
        self = Self.allCases.first { $0.matches(name) } ?? .variable
    }

    private func matches(_ name: String) -> Bool {
        switch self {
        case .keyValue: name.hasPrefix("KV")
        case .database: name.hasPrefix("DB")
        case .bucket: name.hasPrefix("BUCKET")
        case .queue: name.hasPrefix("QUEUE")
        case .ai: name == "AI" || name.hasPrefix("AI_")
        case .vectorize: name.hasPrefix("VECTORIZE")
        case .analytics: name.hasPrefix("ANALYTICS")
        case .hyperdrive: name.hasPrefix("HYPERDRIVE")
        case .browser: name.hasPrefix("BROWSER")
        case .service: name.hasPrefix("SERVICE")
        case .rateLimit: name == "RATE_LIMITER" || name.hasPrefix("RATE_LIMITER_")
        case .email: name == "SEND_EMAIL" || name.hasPrefix("SEND_EMAIL_")
        case .images: name == "IMAGES"
        case .secret: name.hasPrefix("SECRETS_STORE_")
        case .durableObject: name.hasPrefix("DURABLE_OBJECT_")
        // By what code calls of it alone: the name may be a variable's.
        case .assets: false
        case .variable: true
        }
    }

    enum Resource {
        /// Nothing besides the binding itself.
        case none
        /// Named by the environment variable `<NAME>_BINDING_ID`.
        case required
        /// The same variable, or this name when there is none.
        case named(String)
    }

    func resource(of name: String) -> Resource {
        switch self {
        case .keyValue, .database, .hyperdrive: .required
        case .bucket, .vectorize, .service: .named(name.lowercased())
        case .queue: .named(Self.queueName(name))
        case .ai, .analytics, .browser, .variable: .none
        // Described in the deploy configuration.
        case .rateLimit, .email, .images, .secret, .durableObject, .assets: .none
        }
    }

    /// `QUEUE_ORDER_MAIL` as `order-mail`; `QUEUE` alone as `queue`.
    static func queueName(_ name: String) -> String {
        let rest = name.hasPrefix("QUEUE_") && name.count > 6 ? name.dropFirst(6) : Substring(name)
        return String(rest.lowercased().map { $0 == "_" ? "-" : $0 })
    }
}
