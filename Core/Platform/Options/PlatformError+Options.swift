import JSON
import PluginMessages
import Values

extension PlatformError {
    static func unknownField(_ name: String, ofNode id: String) -> PlatformError {
        .invalid([
            Diagnostic(code: "field.option", message: "The node \"\(id)\" has no field \"\(name)\".", pointer: "/field")
        ])
    }

    /// A list that a vendor does not give.
    /// - Parameter credential: The name of the one that was used.
    static func options(_ failure: VendorFailure, of node: NodeDefinition, credential: String) -> PlatformError {
        guard !failure.isOfCredential else {
            return PlatformError(
                .optionsRefused,
                "\(node.name) does not accept the credential \"\(credential)\": \(failure.description) Correct or authorize "
                    + "it, or type the value.")
        }
        let advice =
            failure.status == 403
            ? " The account may lack a permission, or the credential a scope." : ""
        // A pause that the vendor asks for reaches the caller.
        let isLimited = failure.status == 429 || failure.retryAfter != nil
        return PlatformError(
            .optionsVendor, "\(node.name) did not return the options: \(failure.description)\(advice)",
            kind: isLimited ? .unavailable : nil, retryAfter: failure.retryAfter)
    }

    /// No response, or one that is not the list.
    static func options(_ reason: String, of node: NodeDefinition) -> PlatformError {
        PlatformError(.optionsVendor, "The options of \(node.name) could not be listed. \(reason)")
    }

    /// A value that the requests of a node need and the credential does not have.
    static func options(missing field: ConfigField, ofCredential name: String) -> PlatformError {
        .invalid([
            Diagnostic(
                code: "options.value",
                message:
                    "The credential \"\(name)\" has no value for \(field.label) (\(field.envVarName ?? field.name)).",
                pointer: "/credentialId")
        ])
    }

    /// A value of a header that would end it.
    static func options(
        unsendable field: ConfigField, _ character: ControlCharacter, ofCredential name: String
    ) -> PlatformError {
        guard field.type == .secret else {
            return .invalid([
                Diagnostic(
                    code: "field.control", message: "\(character.problem): it is sent in a header",
                    pointer: JSONPointer.root.appending("config").appending(field.name).text)
            ])
        }
        return .invalid([
            Diagnostic(
                code: "options.value",
                message:
                    "The value of the credential \"\(name)\" for \(field.label) (\(field.envVarName ?? field.name)) "
                    + "\(character.problem) from the credential: it is sent in a header.",
                pointer: "/credentialId")
        ])
    }

    static var tooManyOptions: PlatformError {
        PlatformError(
            .optionsTooMany,
            "The organization has \(OptionSlots.most) lists of options in progress, which is the limit. Retry when one "
                + "has ended.")
    }
}
