import Hummingbird
import JSON
import Platform
import PluginMessages
import Storage

/// Accounts at vendors, their types, and the consent that some of them need.
struct CredentialController {
    let credentials: VendorCredentials
    let consent: CredentialConsent
    let tokens: CredentialTokens
    let nodes: NodesCatalog

    var endpoints: [Endpoint<APIContext>] { lists + changes + consents.map { $0.inSession(.member) } }

    private var lists: [Endpoint<APIContext>] {
        [
            .get(
                "credential-types", "List types of credentials",
                notes:
                    "Lists the generic types and those of plugins, with the fields of their values; with `node`, those whose "
                    + "accounts the node can use.",
                query: .part + [
                    Parameter("node", "The `type` of a node, such as `slack`."),
                    Parameter("version", "The node's version; default: the version that new documents use."),
                ], returns: .catalogue(of: CredentialType.shape)
            ) { request, context in
                let part = try request.part
                guard let id = request.query("node") else {
                    return Page(of: credentials.types(in: context.caller.organization), part, id: \.id)
                }
                let node = try await nodes.get(context.caller, id, version: request.query("version"))
                return Page(of: credentials.types(for: node, in: context.caller.organization), part, id: \.id)
            },
            .get(
                "credentials", "List credentials",
                notes:
                    "Lists the credentials of the organization or, with `projectId`, of one project. Secrets are masked.",
                query: .namedPage + [Self.project], returns: .page(of: VendorCredential.shape)
            ) { request, context in
                try await credentials.list(
                    context.caller, of: request.project, request.namedPage)
            },
            .get(
                "credentials/:credentialId", "Get a credential", notes: "Secrets are masked.",
                of: VendorCredential.shape, use: credentials.get),
            .get(
                "credentials/:credentialId/uses", "List uses of a credential",
                notes: "Lists the active deployments whose programs use the credential.",
                returns: .all(of: VendorCredential.Use.shape)
            ) { _, context in
                try await credentials.uses(context.caller, context.id("credentialId"))
            },
        ]
    }

    private var changes: [Endpoint<APIContext>] {
        [
            .post(
                "credentials", .write, "Create a credential",
                notes:
                    "Stores an account at a vendor, encrypted. A node refers to it in `data.credential`; deployed "
                    + "programs obtain and renew its tokens. The type `oauth2` requires a user's consent before it "
                    + "is used.",
                query: [Self.project], body: CreateCredential.self,
                returns: .created(VendorCredential.shape) { "/api/credentials/\($0.id)" },
                errors: [
                    .invalid("The type is unknown, or the values do not match its fields."),
                    .conflict("A credential with this name already exists."),
                ]
            ) { body, request, context in
                try await credentials.create(
                    context.caller, in: request.chosenProject(orIn: body.projectId), name: body.name, type: body.type,
                    values: body.values)
            },
            .patch(
                "credentials/:credentialId", "Change a credential",
                notes:
                    "Omitted members are unchanged. Deployments follow as for secrets of variables; `staleDeployments` of a "
                    + "workflow lists those that have old values.",
                body: UpdateCredential.self, returns: .ok(VendorCredential.shape),
                errors: [.conflict("A credential with this name already exists.")]
            ) { body, _, context in
                try await credentials.update(
                    context.caller, context.id("credentialId"), name: body.name, values: body.values)
            },
            .post(
                "credentials/:credentialId/test", .write, "Test a credential",
                notes:
                    "Tests the credential with the vendor: obtains a token, and requests `testUrl` of the values or "
                    + "the type. A revoked refresh token sets the credential to `unauthorized`.",
                returns: .ok(CredentialTest.shape),
                errors: [
                    .invalid("The credential has no test request."),
                    .badGateway("The vendor does not respond."),
                ]
            ) { _, context in
                try await tokens.test(context.caller, context.id("credentialId"))
            },
            .delete(
                "credentials/:credentialId", "Delete a credential",
                notes: "Deployments that use it are listed as stale.", use: credentials.delete),
        ]
    }

    private var consents: [Endpoint<APIContext>] {
        [
            .post(
                "credentials/:credentialId/authorize", .write, "Ask for a consent",
                notes:
                    "Returns the vendor's page on which a person consents (OAuth 2.0, authorization code with PKCE). "
                    + "Requires a session, and `--public-url`. Register the redirect URL "
                    + "`…/api/credentials/callback` with the vendor.",
                returns: .ok(ConsentPage.shape),
                errors: [.conflict("The server has no `--public-url`."), .invalid("The type needs no consent.")]
            ) { _, context in
                ConsentPage(url: try await consent.begin(context.caller, context.id("credentialId")))
            },
            .get(
                "credentials/callback", "End a consent",
                notes:
                    "OAuth redirect endpoint after `authorize`. Valid once, for 10 minutes, and in the session that "
                    + "began the consent.",
                query: [
                    Parameter("state", "The OAuth state."), Parameter("code", "The authorization code."),
                    Parameter("error", "The OAuth error code."),
                ], returns: .file("text/html", "A page that closes itself."),
                errors: [
                    .conflict("The consent was not requested in the session."),
                    .badGateway("The authorization server rejects the code, or does not respond."),
                ], use: end),
        ]
    }

    private static let project = Parameter(
        "projectId", "Id of a project; if omitted, the credentials of the whole organization.")

    @Sendable private func end(_ request: Request, _ context: APIContext) async throws -> StaticFile {
        let credential = try await consent.end(
            context.caller, state: request.query("state") ?? "", code: request.query("code"),
            error: request.query("error"))
        // The name has no character that means something in HTML.
        let page = """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Authorized</title>
            <p>The credential <b>\(credential.name)</b> is authorized. You can close this page.</p>
            <script>window.close()</script></html>
            """
        return StaticFile(
            name: "authorized.html", type: "text/html; charset=utf-8",
            policy: "default-src 'none'; script-src 'unsafe-inline'; frame-ancestors 'none'", bytes: Array(page.utf8))
    }
}
