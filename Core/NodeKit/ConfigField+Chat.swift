/// The fields of nodes that ask a model.
extension ConfigField {
    /// Fields, and groups of fields that nodes share, in the order of the form.
    public static func joined(_ groups: [ConfigField]...) -> [ConfigField] { groups.flatMap { $0 } }

    /// The fields of a chat that the library's `chatCompletion` reads.
    /// - Parameters:
    ///   - actions: The actions that chat.
    ///   - maxTemperature: The highest temperature that the vendor accepts.
    public static func chat(for actions: [String], maxTemperature: Double = 2) -> [ConfigField] {
        [
            .area("prompt", "Prompt", "The user's message.", for: actions),
            .json("messages", "Messages", "A list of {role, content} before the prompt.", for: actions),
            .area("system", "System", "Instructions for the model.", for: actions),
            .text("imageUrl", "Image", "Its URL, or a data URL, for models that support images.", for: actions),
            .number("temperature", "Temperature", for: actions, min: 0, max: maxTemperature),
            .number("maxTokens", "Maximum tokens", for: actions, min: 1),
            .text("stop", "Stop", "Texts that end the answer, separated by commas.", for: actions),
            .json("tools", "Tools", "A list of functions that the model may call.", for: actions),
            .flag("json", "Answer is JSON", for: actions, default: false),
            .json("schema", "JSON Schema", "Of the answer, which is JSON then.", for: actions),
        ]
    }

    /// The fields of embeddings.
    /// - Parameter actions: The actions that embed.
    public static func embedding(for actions: [String]) -> ConfigField {
        .area("input", "Text", "A text, or a JSON list of texts.", for: actions, required: true)
    }
}

extension OutputField {
    /// Fields, and groups of fields that nodes share.
    public static func joined(_ groups: [OutputField]...) -> [OutputField] { groups.flatMap { $0 } }

    /// The answer of a chat.
    public static let chat: [OutputField] = [
        .text("id"), .text("model"), .text("text"), .object("json", "The answer as a value."),
        .list("toolCalls", of: [.text("id"), .text("name"), .object("arguments")]), .text("finishReason"),
        .number("inputTokens"), .number("outputTokens"),
    ]

    /// Vectors of texts.
    public static let embeddings: [OutputField] = [
        .list("embedding", "Of the first text.", ofEach: .number), .list("embeddings", ofEach: .array),
    ]

    /// The models of a vendor.
    public static let models: OutputField = .list("models", of: [.text("id"), .number("created"), .text("owner")])
}
