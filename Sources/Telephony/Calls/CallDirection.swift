/// The direction of a call, seen from the account. The raw values are the provider's.
public enum CallDirection: String, Hashable, Sendable, Codable {
    case incoming = "in"
    case outgoing = "out"
}
