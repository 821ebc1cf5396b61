/// Header fields that concern one connection and are not forwarded: RFC 9110, section 7.6.1.
package enum HopByHop {
    /// In lower case. `Connection` may name further ones.
    package static let names: Set<String> = [
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
        "transfer-encoding", "upgrade",
    ]
}
