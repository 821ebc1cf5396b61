/// The TypeScript library that code of nodes imports as `@millrace/node`: requests, errors, parameters, paging, signing.
///
/// Its text is the same for a deployed program, for `millrace plugin test` and for an author's editor.
package enum NodeLibrary {
    /// What an import names.
    package static let module = "@millrace/node"

    /// The file that gives out what all others do.
    package static let entry = "mod.ts"

    /// In an order in which each needs, when it is evaluated, only what is before it.
    package static let files: [(name: String, text: String)] = [
        ("error.ts", PackageResources.error_ts), ("address.ts", PackageResources.address_ts),
        ("parameters.ts", PackageResources.parameters_ts), ("fields.ts", PackageResources.fields_ts),
        ("request.ts", PackageResources.request_ts),
        ("paging.ts", PackageResources.paging_ts), ("signing.ts", PackageResources.signing_ts),
        ("removal.ts", PackageResources.removal_ts), ("file.ts", PackageResources.file_ts),
        ("raw.ts", PackageResources.raw_ts), ("aws.ts", PackageResources.aws_ts),
        ("alibaba.ts", PackageResources.alibaba_ts),
        ("write.ts", PackageResources.write_ts), ("content.ts", PackageResources.content_ts),
        ("mail.ts", PackageResources.mail_ts), ("google.ts", PackageResources.google_ts),
        ("graph.ts", PackageResources.graph_ts), ("xml.ts", PackageResources.xml_ts),
        ("chat.ts", PackageResources.chat_ts), ("jwt.ts", PackageResources.jwt_ts),
        ("credentials.ts", PackageResources.credentials_ts), (entry, PackageResources.mod_ts),
    ].map { (name: $0, text: String(decoding: $1, as: UTF8.self)) }
}
