import Hummingbird
import Platform
import Storage

/// Gives deployed programs the tokens that only the server can renew.
struct TokenController {
    let tokens: CredentialTokens

    var endpoints: [Endpoint<RootContext>] {
        [
            .post(
                "/api/tokens/:deploymentId", "Get a token",
                notes:
                    "For deployed programs, with the key of the deployment as a bearer token: a token of a credential "
                    + "whose vendor issues single-use refresh tokens.",
                limit: .global, body: TokenOrder.self, returns: .ok(MintedToken.shape),
                errors: [
                    .forbidden("The key is not that of a deployment which uses the credential."),
                    .conflict("The credential must be authorized again, or its vendor does not accept its values."),
                    .badGateway("The authorization server rejects the request, or does not respond."),
                ]
            ) { body, request, context in
                let header = request.headers[.authorization] ?? ""
                let key = header.lowercased().hasPrefix("bearer ") ? String(header.dropFirst(7)) : ""
                let order = CredentialTokens.Order(
                    deployment: DeploymentID(try context.parameters.require("deploymentId")),
                    credential: body.credential, refused: body.refused)
                return try await tokens.token(order, key: key)
            }
        ]
    }
}
