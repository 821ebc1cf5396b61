import PluginHost
import Testing

@Suite("Trace context (W3C)", .timeLimit(.minutes(10)))
struct TraceContextTests {
    private let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test("A trace is gone on with under a new part of it")
    func next() throws {
        let context = try #require(TraceContext(parent: parent, state: "a=b"))
        #expect(context.trace.description == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(context.state == "a=b")
        let again = try #require(TraceContext(parent: context.parent, state: nil))
        #expect(again.trace == context.trace && again.span != context.span)
        #expect(context.parent.hasSuffix("-01") && !context.parent.contains("00f067aa0ba902b7"))
        #expect(try #require(TraceContext(parent: TraceContext().parent, state: nil)).parent.count == 55)
    }

    @Test(
        "A malformed one is none",
        arguments: [
            "", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
            "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        ])
    func malformed(parent: String) { #expect(TraceContext(parent: parent, state: nil) == nil) }

    @Test("A later version may have more")
    func later() {
        #expect(TraceContext(parent: "cc" + parent.dropFirst(2) + "-what-comes", state: nil) != nil)
        #expect(TraceContext(parent: "cc" + parent.dropFirst(2) + "what-comes", state: nil) == nil)
    }
}
