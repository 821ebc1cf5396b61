import Platform

struct UpdateAPIKey: JSONBody {
    static let schema = Schema.body(["name": .name.note("The key's new label.")]).named("APIKeyChange")

    let name: String?
}
