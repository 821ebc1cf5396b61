import Testing
import Values

@Suite("Settings", .timeLimit(.minutes(10)))
struct SettingDefinitionTests {
    private static let port = SettingDefinition("PORT", .integer, minimum: 0, maximum: 65_535, description: "")
    private static let delay = SettingDefinition("DELAY", .duration, unit: .seconds, maximum: 3600, description: "")
    private static let keep = SettingDefinition("KEEP", .duration, unit: .days, description: "")
    private static let memory = SettingDefinition("MEMORY", .size, minimum: 16, description: "")
    private static let level = SettingDefinition("LEVEL", .text, options: ["info", "debug"], description: "")
    private static let open = SettingDefinition("OPEN", .boolean, description: "")
    private static let url = SettingDefinition("URL", .url, description: "")

    @Test(
        "Valid values have one spelling",
        arguments: [
            (port, "0", "0"), (port, "65535", "65535"), (delay, "60", "60"), (delay, "1 minute", "60"),
            (delay, "0.5", "0.5"), (delay, "500 milliseconds", "0.5"), (keep, "7", "7"), (keep, "2 weeks", "14"),
            (memory, "256", "256"), (memory, "1 GiB", "1024"), (memory, "1.5GiB", "1536"), (level, "info", "info"),
            (open, "1", "1"), (open, "true", "1"), (open, "NO", "0"), (url, "http://x/y", "http://x/y"),
        ])
    func validValue(setting: SettingDefinition, text: String, canonical: String) {
        #expect(setting.canonical(text) == canonical)
    }

    @Test(
        "Other values are refused",
        arguments: [
            (port, "65536"), (port, "-1"), (port, "abc"), (port, " 1"), (port, "1.5"), (port, ""), (delay, "7d"),
            (delay, "-1"), (delay, "2 hours"), (delay, "1e3"), (delay, "inf"), (delay, "1.2.3"), (keep, "."),
            (memory, "8"), (memory, "lots"), (memory, "1 GB"), (memory, "GiB"), (level, "Info"), (level, ""),
            (open, "maybe"), (open, ""), (url, "ftp://x"), (url, "x"),
        ])
    func invalidValue(setting: SettingDefinition, text: String) { #expect(setting.canonical(text) == nil) }

    @Test("A setting says what is allowed")
    func allowedValues() {
        #expect(Self.port.allowed == "an integer from 0 to 65535")
        #expect(Self.delay.allowed == "a number of seconds, at most 3600, or a duration such as \"5 minutes\"")
        #expect(Self.memory.allowed == "a number of MiB, at least 16, or a size such as \"1 GiB\"")
        #expect(Self.level.allowed == "one of info, debug")
    }
}
