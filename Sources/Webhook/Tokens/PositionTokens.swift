package import CallFlow
import Sipgate

/// Positions as tokens in the URLs of answers (`CallTokens`), which also say what they are protected against: changing a token,
/// inventing one, or moving one into another call.
///
/// A token is signed, not encrypted: it reveals the numbers of the call. It does not expire; `CallPlan` decides whether the
/// configuration still leads to the position.
package struct PositionTokens: Sendable {
    private let tokens: CallTokens

    /// - Parameter secret: at least 32 random bytes, shared by all instances of a server and kept over restarts.
    /// - Throws: `PositionKeyError`.
    package init(secret: [UInt8]) throws(PositionKeyError) {
        guard secret.count >= 32 else { throw .tooShort(secret.count) }
        tokens = CallTokens(secret: secret, purpose: "announce position")
    }

    /// The token of a position in one call.
    ///
    /// - Parameter plan: the fingerprint of the plan that leads the call.
    package func token(for position: Position, plan: UInt32, callID: String) -> String {
        tokens.token(for: position.bytes(plan: plan), callID: callID)
    }

    /// The bytes of a token's position; nil for anything that was not made with this secret, for this call.
    package func position(of token: String, callID: String) -> ArraySlice<UInt8>? {
        tokens.bytes(of: token, callID: callID)
    }
}

/// Why a secret cannot sign positions.
package enum PositionKeyError: Error, Hashable, Sendable {
    /// Fewer than 32 bytes.
    case tooShort(Int)
}
