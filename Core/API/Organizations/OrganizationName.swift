import Platform

struct OrganizationName: JSONBody {
    static let schema = Schema.body(["name": .name.note("The organization's name.")], required: ["name"]).named(
        "OrganizationName")

    let name: String
}
