import Testing
import Values

@Suite("Sentences", .timeLimit(.minutes(10)))
struct SentenceTests {
    @Test(
        "One that has a mark at its end gets no other",
        arguments: [
            ("must be a string", "must be a string."), ("did you mean \"GET\"?", "did you mean \"GET\"?"),
            ("It ends.", "It ends."), ("Stop!", "Stop!"), ("", ""),
        ])
    func ended(text: String, sentence: String) {
        #expect(Sentence.ended(text) == sentence)
    }
}
