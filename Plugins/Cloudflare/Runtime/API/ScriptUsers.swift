/// What uses a Worker: deleting it breaks these.
struct ScriptUsers: Sendable, Equatable {
    /// For people: `Worker "shop" (service binding)`.
    let names: [String]
}
