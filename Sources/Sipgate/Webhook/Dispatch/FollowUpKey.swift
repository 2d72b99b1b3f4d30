import Crypto
public import FoundationEssentials

/// The secret that authenticates what a ``Webhook`` remembers of a call in the URLs of its answers.
public struct FollowUpKey: Sendable {
    let bytes: [UInt8]

    /// Reasons a text is not such a secret. No case contains the text.
    public enum ParseError: Error, Hashable, Sendable {
        /// Fewer than 32 bytes.
        case tooShort(Int)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// A secret that survives restarts and is the same for all instances of a server, for example from the environment. Generate
    /// one with `openssl rand -hex 32`.
    ///
    /// - Throws: `ParseError`.
    public init(_ secret: Secret) throws(ParseError) {
        let bytes = Array(secret.exposedText.utf8)
        guard bytes.count >= 32 else { throw .tooShort(bytes.count) }
        self.bytes = bytes
    }

    /// A new secret. Follow-up URLs from before a restart, or of another instance, are refused: the calls ring as usual.
    public static func random() -> FollowUpKey {
        FollowUpKey(bytes: SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
    }
}

extension FollowUpKey.ParseError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the secret, as a sentence that does not contain it.
    public var description: String {
        switch self {
        case .tooShort(let count):
            "The secret for follow-up URLs has only \(count) bytes; at least 32 are needed. Generate one with "
                + "`openssl rand -hex 32`."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension FollowUpKey: CustomStringConvertible, CustomReflectable {
    /// `<redacted>`
    public var description: String { "<redacted>" }
    /// No children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
