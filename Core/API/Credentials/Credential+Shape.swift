import JSON
import Platform
import PluginMessages
import Storage

extension VendorCredential {
    static let shape = Shape<VendorCredential>("Credential") {
        Member("id", .id, \.id, "Identifies the credential in paths.")
        Member("projectId", .id, nullable: \.project, "Null for a credential of the whole organization.")
        Member("name", .text(.credentialName), \.name, "The name that nodes refer to it by.")
        Member("type", .text(.credentialType), \.type, "The type, as in `GET /api/credential-types`.")
        Member("values", .map(.shownValues), \.values, "The values, by field; secrets are masked.")
        Member(
            "state", .choice.example("ready"), \.state,
            "`unauthorized`: a user must consent first, or again.")
        Member("createdAt", .time, \.createdAt, "When the credential was created.")
        Member("updatedAt", .time, \.updatedAt, "When its name, values or state last changed.")
    }
}

extension VendorCredential.Use {
    static let shape = Shape<VendorCredential.Use>("CredentialUse") {
        Member("workflowId", .id, \.workflow, "The workflow whose active version has a node that names it.")
        Member("workflowName", .text(.name), \.workflowName, "The workflow's name.")
        Member("deploymentId", .id, \.deployment, "The active deployment.")
        Member(
            "stale", .flag, \.isStale,
            "Whether the deployment has an old value. Where the provider supports it, it gets the new one at once; others with "
                + "the next deploy.")
    }
}

extension CredentialTest {
    static let shape = Shape<CredentialTest>("CredentialTest") {
        Member("valid", .flag, \.isValid, "Whether the vendor accepts the credential.")
        Member("message", .text, \.message, "The vendor's message.")
    }
}

extension CredentialType {
    static let shape = Shape<CredentialType>("CredentialType") {
        Member("id", .text(.credentialType), \.id, "Names the type in credentials.")
        Member("name", .text, \.name, "The display name.")
        Member("description", .text, \.description, "A description of the accounts of the type.")
        Member("flow", .choice, \.flow, "How a program is authorized.")
        Member("fields", .fields(), \.fields, "The fields of a credential's `values`, by name.")
        Member("docsUrl", .text, optional: \.docsUrl, "The vendor's documentation of such accounts.")
    }
}

extension MintedToken {
    static let shape = Shape<MintedToken>("CredentialToken") {
        Member("accessToken", .text, \.accessToken, "Authorizes requests to the vendor.")
        Member("expiresIn", .whole(0...Int(Int32.max)), \.seconds, "Seconds until the token expires.")
        Member(
            "values", .map(.map(of: .text)),
            { JSONObject($0.values.filter { $0.key != "token" }.map { ($0.key, .string($0.value)) }) },
            "Other values of the account, by a node's fields.")
    }
}

extension Schema {
    static let credentialName = Schema.text(1...63, pattern: "^[a-z][a-z0-9-]*$").example("slack-marketing")
    static let credentialType = Schema.text.example("oauth2-client")
    fileprivate static let shownValues = Schema.map()
        .example(["clientId": "my-app", "clientSecret": .string(Variable.mask)])
}
