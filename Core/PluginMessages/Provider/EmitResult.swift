import JSON

/// The answer to `provider.emit`: an artifact, or why there is none.
public struct EmitResult: Sendable {
    public let artifact: Artifact?
    public let diagnostics: [Diagnostic]

    public init(artifact: Artifact?, diagnostics: [Diagnostic]) {
        self.artifact = artifact
        self.diagnostics = diagnostics
    }
}
