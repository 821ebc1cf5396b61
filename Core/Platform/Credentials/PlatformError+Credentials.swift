import Errors
import PluginMessages
import Values

extension PlatformError {
    static func credentialExists(_ name: String) -> PlatformError {
        PlatformError(.credentialExists, "A credential with the name \"\(name)\" already exists. Choose another name.")
    }

    static func unknownCredentialType(_ id: String, known: [String]) -> PlatformError {
        let message =
            "\"\(id)\" is not a type of credentials; expected \(known.joined(separator: ", "))."
            + NearestName.hint(for: id, among: known)
        return PlatformError(
            .credentialTypeUnknown, message,
            details: [Diagnostic(code: ErrorCode.credentialTypeUnknown.rawValue, message: message, pointer: "/type")])
    }

    /// A credential for which a person has to consent, for the first time or again.
    static func credentialUnauthorized(_ name: String) -> PlatformError {
        PlatformError(
            .credentialUnauthorized,
            "The credential \"\(name)\" is not authorized, or was revoked by its vendor: authorize it with POST "
                + "/api/credentials/:id/authorize.")
    }

    static func credentialNeedsAddress(_ name: String) -> PlatformError {
        PlatformError(
            .credentialPublicURL,
            "The credential \"\(name)\" needs the address of this server, which is not set: start it with "
                + "--public-url. Consent returns to it, and programs request tokens from it for vendors with "
                + "single-use refresh tokens."
        )
    }

    /// An answer to a consent that was not asked for.
    static var credentialConsent: PlatformError {
        PlatformError(
            .credentialConsent,
            "This consent was not requested in this session, was already used or is more than 10 minutes old. Start "
                + "again with POST /api/credentials/:id/authorize.")
    }

    /// What an authorization server said; no secret is in it.
    static func credentialVendor(_ reason: String) -> PlatformError {
        PlatformError(.credentialVendor, "The authorization server rejected the request: \(reason)")
    }

    /// Values that no repetition makes right.
    static func credentialRefused(_ name: String, _ refusal: TokenRequests.Refusal) -> PlatformError {
        PlatformError(
            .credentialRefused,
            "The authorization server does not accept the credential \"\(name)\": \(refusal.message) \(refusal.advice)")
    }

    /// A credential of which no request tells whether it is valid.
    static func credentialUntestable(_ name: String) -> PlatformError {
        PlatformError(
            .credentialUntestable,
            "The credential \"\(name)\" has no test request: set testUrl in its values to an address of the vendor "
                + "that responds to GET only with a valid key.")
    }

    /// An account that the node's code cannot use.
    static func credentialUnfit(_ name: String, type: String, node: String, fitting: [String]) -> PlatformError {
        PlatformError(
            .credentialUnfit,
            "The credential \"\(name)\" has the type \"\(type)\", which does not fit \(node); expected "
                + "\(fitting.joined(separator: ", ")).")
    }

    /// - Parameter problems: Of the nodes; pointers refer to the document.
    static func unfitCredentials(_ problems: [Diagnostic]) -> PlatformError {
        PlatformError(
            .deployCredentialType,
            problems.map(\.message).joined(separator: " ")
                + " Name another credential in the node, or create one of these types.",
            details: problems)
    }

    static var tokenKey: PlatformError {
        PlatformError(.credentialTokenKey, "The key does not belong to a deployment that uses the credential.")
    }

    struct MissingCredential: Sendable {
        let variable: String
        /// `nil`: there is none of the name.
        let name: String?
    }

    static func missingCredentials(_ missing: [MissingCredential]) -> PlatformError {
        let details = missing.map { credential in
            let name =
                credential.name
                ?? String(credential.variable.dropFirst(CredentialUse.prefix.count))
                .lowercased().replacing("_", with: "-")
            return Diagnostic(
                code: ErrorCode.deployMissingCredential.rawValue,
                message: credential.name == nil
                    ? "The project has no credential named \"\(name)\"."
                    : "The credential \"\(name)\" is not authorized.",
                pointer: "/\(name)")
        }
        return PlatformError(
            .deployMissingCredential,
            details.map(\.message).joined(separator: " ")
                + " Create it with POST /api/credentials, or authorize it, and deploy again.",
            details: details)
    }
}
