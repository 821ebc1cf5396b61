extension BindingKind {
    /// What a member of `env` is by a function that code calls of it, which no text has and no other binding either; `nil`
    /// where that leaves it open. The functions are those of the package `@cloudflare/workers-types`: `RateLimit`,
    /// `SendEmail`, `ImagesBinding`, `SecretsStoreSecret` and `DurableObjectNamespace`.
    /// - Parameter isBare: Whether it is called without arguments.
    init?(of name: String, calling function: String, isBare: Bool) {
        switch function {
        case "limit": self = .rateLimit
        case "send" where name.contains("MAIL"): self = .email
        case "input", "info": self = .images
        // The name that the vendor's documentation and tools have for a Worker's static files.
        case "fetch" where name == "ASSETS": self = .assets
        // What other bindings have of that name needs a key.
        case "get" where isBare: self = .secret
        case "idFromName", "idFromString", "newUniqueId", "getByName": self = .durableObject
        default: return nil
        }
    }
}
