import Foundation
import ProviderFixtures
import ProviderSimulator
import Sipgate
import Support
import Synchronization
import Telephony

/// Runs a test against a simulated account of its own, with an authenticated client.
func withAPI(
    _ account: SimulatedAccount = .sample, _ credentials: Credentials? = nil,
    now: @escaping @Sendable () -> Moment = { .now },
    adjust: (inout SipgateClient.Settings) -> Void = { _ in },
    _ test: (ProviderAPI, SipgateClient) async throws -> Void
) async throws {
    let api = try await ProviderAPI(account, now: now)
    var settings = SipgateClient.Settings(
        address: try APIAddress(api.address), timeout: .seconds(120), clock: RecordingClock())
    adjust(&settings)
    do {
        try await test(api, SipgateClient(try credentials ?? Sample.credentials, settings: settings))
    } catch {
        await api.stop()
        throw error
    }
    await api.stop()
}

/// Sample credentials and values.
enum Sample {
    static let tokenID = "token-AbC123"
    static let token = "0f1e2d3c-4b5a-4978-8a6b-5c4d3e2f1a0b"
    /// Base64 of both, separated by a colon (RFC 7617).
    static let basic = "Basic dG9rZW4tQWJDMTIzOjBmMWUyZDNjLTRiNWEtNDk3OC04YTZiLTVjNGQzZTJmMWEwYg=="

    /// A JSON Web Token with a payload of its own; its signature is not one.
    static func oauth(_ name: String) -> String {
        let parts = [#"{"alg":"RS256"}"#, #"{"sub":"\#(name)"}"#].map {
            Data($0.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
                "=", with: "")
        }
        return parts.joined(separator: ".") + ".c2lnbmF0dXJl"
    }

    static var credentials: Credentials {
        get throws {
            .personalAccessToken(try personalAccessToken)
        }
    }

    static var personalAccessToken: PersonalAccessToken {
        get throws {
            PersonalAccessToken(id: try PersonalAccessToken.ID(tokenID), token: try PersonalAccessToken.Token(token))
        }
    }

    static func number(_ text: String = "+4915799912345") throws -> PhoneNumber { try PhoneNumber(text) }
    static func line() throws -> SMSLine { try SMSLine("s0") }
    static func pdf() throws -> PDF { try PDF("%PDF-1.4\n%%EOF\n".utf8) }
}

/// A clock whose sleeps end at once and are recorded.
final class RecordingClock: Clock {
    typealias Instant = ContinuousClock.Instant

    private let state: Mutex<(now: Instant, sleeps: [Duration])>

    init() { state = Mutex((ContinuousClock().now, [])) }

    var now: Instant { state.withLock { $0.now } }
    var minimumResolution: Duration { .nanoseconds(1) }
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        state.withLock {
            $0.sleeps.append($0.now.duration(to: deadline))
            $0.now = deadline
        }
    }
}
