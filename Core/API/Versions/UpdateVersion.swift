import Platform

struct UpdateVersion: JSONBody {
    static let schema = Schema.body(
        [
            "locked": Schema.flag.note("Whether the version is locked: it can be neither deployed nor deleted.")
                .example(true)
        ], required: ["locked"]
    )
    .named("VersionChange")

    let locked: Bool
}
