import CallFlow
import Telephony
import Testing

@testable import Webhook

@Suite("Position tokens")
struct PositionTokenTests {
    let tokens: PositionTokens
    let position: Position

    init() throws {
        tokens = try PositionTokens(secret: [UInt8](repeating: 7, count: 32))
        position = Position(
            direction: .incoming, from: .number(try PhoneNumber("+4915799912345")),
            to: try PhoneNumber("+492111234567"),
            menus: ["main", "code"], silences: 1, wrongKeys: 2, promptsHeard: 5, next: .keys)
    }

    @Test("A token restores its position, only in its call and with its secret")
    func roundTrip() throws {
        let token = tokens.token(for: position, plan: 7, callID: "1234")
        #expect(
            token.utf8.allSatisfy {
                $0 == 0x2D || $0 == 0x5F || ($0 < 0x80 && Character(UnicodeScalar($0)).isLetter)
                    || (0x30...0x39).contains($0)
            })
        #expect(tokens.position(of: token, callID: "1234").map(Array.init) == position.bytes(plan: 7))
        #expect(tokens.position(of: token, callID: "12345") == nil)
        #expect(tokens.position(of: token, callID: "") == nil)
        let others = try PositionTokens(secret: [UInt8](repeating: 8, count: 32))
        #expect(others.position(of: token, callID: "1234") == nil)
        let again = try PositionTokens(secret: [UInt8](repeating: 7, count: 32))
        #expect(again.position(of: token, callID: "1234").map(Array.init) == position.bytes(plan: 7))
    }

    @Test("No character of a token can be changed, added or left out")
    func tampering() {
        let token = tokens.token(for: position, plan: 7, callID: "1234")
        for index in token.indices {
            for other: Character in ["A", "B", "-", "_", "=", "+", "/", "%", " "] where token[index] != other {
                var changed = token
                changed.replaceSubrange(index...index, with: [other])
                #expect(tokens.position(of: changed, callID: "1234") == nil)
            }
            var shorter = token
            shorter.remove(at: index)
            #expect(tokens.position(of: shorter, callID: "1234") == nil)
        }
        for changed in [token + "=", token + "==", token + "A", "=" + token, token + "\n", "", "A", "é", token + token]
        {
            #expect(tokens.position(of: changed, callID: "1234") == nil)
        }
    }

    @Test("Unused trailing bits have one valid value")
    func oneSpelling() throws {
        // Of position lengths one after another at least one leaves bits over.
        for length in 0..<3 {
            var position = position
            position.keys = "0" + String(repeating: "1", count: length)
            let token = tokens.token(for: position, plan: 7, callID: "1")
            let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
            let accepted = alphabet.filter {
                tokens.position(of: String(token.dropLast()) + String($0), callID: "1") != nil
            }
            #expect(accepted == [try #require(token.last)])
        }
    }

    @Test("A short secret is rejected")
    func shortSecret() {
        #expect(throws: PositionKeyError.tooShort(31)) {
            try PositionTokens(secret: [UInt8](repeating: 0, count: 31))
        }
    }
}
