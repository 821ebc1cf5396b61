import Platform

/// The vendor's page to send a person to.
struct ConsentPage {
    let url: String

    static let shape = Shape<ConsentPage>("Consent") {
        Member("url", .text, \.url, "The vendor's page, to be opened in the browser of the session within 10 minutes.")
    }
}
